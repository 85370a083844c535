import { HttpResponse } from "msw";

type Connection = ReadableStreamDefaultController<Uint8Array>;

/** A server-sent event stream that a test plays: `send` events, `drop` the connections, refuse new ones or hold them back. */
export function createStream() {
  const connections = new Set<Connection>();
  const asked: Array<string | null> = [];
  const encoder = new TextEncoder();
  let lastId = 0;
  let obstacle: "none" | "refused" | "held back" = "none";

  const send = (event: string, data: unknown = {}, to: Iterable<Connection> = connections) => {
    lastId += 1;
    const text = `id: ${lastId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const connection of to) connection.enqueue(encoder.encode(text));
  };
  const drop = () => {
    for (const connection of connections) connection.close();
    connections.clear();
  };
  const begin = (connection: Connection, isNew: boolean) => {
    connections.add(connection);
    if (obstacle === "held back") return;
    connection.enqueue(encoder.encode(": ola\n\n"));
    if (isNew) send("resync", {}, [connection]);
  };
  const respond = (request: Request) => {
    const reached = request.headers.get("Last-Event-ID");
    asked.push(reached);
    if (obstacle === "refused") return HttpResponse.json(null, { status: 503 });
    let own: Connection;
    const body = new ReadableStream<Uint8Array>({
      start: (connection) => {
        own = connection;
        begin(connection, reached === null);
      },
      cancel: () => void connections.delete(own),
    });
    return new HttpResponse(body, { headers: { "Content-Type": "text/event-stream" } });
  };
  const obstruct = (value: typeof obstacle) => {
    obstacle = value;
  };
  return { send, drop, obstruct, respond, asked };
}
