// Leads the Voice SDK's socket to the local carrier. The SDK keeps `WebSocket` when it loads, so this comes before it.
(() => {
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(url, protocols) {
      const there = new URL(url, location.href);
      const ours = there.protocol === "wss:" && there.pathname === "/signal";
      super(ours ? location.origin.replace(/^http/, "ws") + "/carrier/signal" : url, protocols);
    }
  };
})();
