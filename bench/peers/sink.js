// What the transport costs in Node: reads messages and throws them away.
const { WebSocketServer } = require("ws");

let bytes = 0;
new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), perMessageDeflate: false })
  .on("connection", (socket) => socket.on("message", (message) => { bytes += message.length; }));
