// The answer waits for the webhook, so say that something happens and ignore a second click.
addEventListener("submit", ({ target }) => {
  const button = target.querySelector("button:not([type=button])");
  button.textContent = "Um momento…";
  button.disabled = true;
});
// Coming back with the browser's history shows the page as it was left: make it usable again.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
