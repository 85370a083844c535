import { HttpResponse } from "msw";

type Connection = ReadableStreamDefaultController<Uint8Array>;

/** A server-sent event stream that a test plays: `send` events, `drop` the connections, refuse new ones. */
export function createStream() {
  const connections = new Set<Connection>();
  const asked: Array<string | null> = [];
  const encoder = new TextEncoder();
  let lastId = 0;
  let refused = false;

  const send = (event: string, data: unknown = {}) => {
    lastId += 1;
    const text = `id: ${lastId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const connection of connections) connection.enqueue(encoder.encode(text));
  };
  const drop = () => {
    for (const connection of connections) connection.close();
    connections.clear();
  };
  const respond = (request: Request) => {
    asked.push(request.headers.get("Last-Event-ID"));
    if (refused) return HttpResponse.json(null, { status: 503 });
    let own: Connection;
    const body = new ReadableStream<Uint8Array>({
      start: (connection) => {
        own = connection;
        connections.add(connection);
        connection.enqueue(encoder.encode(": ola\n\n"));
      },
      cancel: () => void connections.delete(own),
    });
    return new HttpResponse(body, { headers: { "Content-Type": "text/event-stream" } });
  };
  const refuse = (value: boolean) => {
    refused = value;
  };
  return { send, drop, refuse, respond, asked };
}
