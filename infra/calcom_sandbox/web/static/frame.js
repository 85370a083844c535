// The inner half of Cal.com's embed: what a page inside the widget's frame says to the page around it (EMBED.md).
// The widget names the frame `cal-embed={namespace}`, and that stays through every navigation inside.
const EMBED = "cal-embed=";

if (parent !== window && name.startsWith(EMBED)) {
  document.documentElement.classList.add("embedded");
  addEventListener("DOMContentLoaded", () => greet(name.slice(EMBED.length)));
}

// What was done is said once: a reload does not find it in the address again.
const address = new URL(location);
address.searchParams.delete("done");
history.replaceState(history.state, "", address);

function greet(namespace) {
  const say = (type, data) => {
    const fullType = `CAL:${namespace}:${type}`;
    parent.postMessage({ originator: "CAL", fullType, type, namespace, data }, "*");
  };
  const measure = () => say("__dimensionChanged", { iframeHeight: document.body.scrollHeight });
  const { failure, messages } = JSON.parse(document.getElementById("embed").textContent);
  say("__iframeReady", { isPrerendering: false });
  measure();
  new ResizeObserver(measure).observe(document.body);
  if (failure) say("linkFailed", { code: `${failure}`, msg: "Problem loading the link", data: { url: location.href } });
  else say("linkReady", {});
  for (const [type, data] of messages) say(type, data);
}
