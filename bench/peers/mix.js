// The same work as the product's, as one would write it in Node: messages of all tracks, their
// channels averaged; every 100 ms the tracks of each room summed, filtered, decimated to 16 kHz and
// clipped. The blocks are thrown away; nothing is placed on a clock, journalled or sent.
const { WebSocketServer } = require("ws");

const BLOCK = 4800;
const RING = 16 * BLOCK;
const TAPS = 241;
const DECIMATION = 3;
const rooms = new Map();
const taps = lowPass();
let bytes = 0;

/** A windowed sinc with its cut-off at 7.5 of 48 kHz. */
function lowPass() {
  const all = new Float64Array(TAPS);
  let sum = 0;
  for (let i = 0; i < TAPS; i++) {
    const x = i - (TAPS - 1) / 2;
    const sinc = x === 0 ? 1 : Math.sin((2 * Math.PI * 7.5 * x) / 48) / ((2 * Math.PI * 7.5 * x) / 48);
    all[i] = sinc * (0.42 - 0.5 * Math.cos((2 * Math.PI * i) / (TAPS - 1)) + 0.08 * Math.cos((4 * Math.PI * i) / (TAPS - 1)));
    sum += all[i];
  }
  return all.map((tap) => tap / sum);
}

function roomOf(name) {
  if (!rooms.has(name)) rooms.set(name, { tracks: new Set(), sum: new Float64Array(TAPS - 1 + BLOCK) });
  return rooms.get(name);
}

function receive(track, message) {
  for (let i = 0; i + 4 <= message.length; i += 4) {
    track.ring[track.written % RING] = (message.readInt16LE(i) + message.readInt16LE(i + 2)) / 2;
    track.written++;
  }
}

function mix(room) {
  const sum = room.sum;
  sum.copyWithin(0, BLOCK);
  sum.fill(0, TAPS - 1);
  for (const track of room.tracks) {
    const end = Math.min(track.written, track.read + BLOCK);
    for (let i = 0; track.read < end; i++, track.read++) sum[TAPS - 1 + i] += track.ring[track.read % RING];
  }
  const block = Buffer.alloc((BLOCK / DECIMATION) * 2);
  for (let out = 0; out < BLOCK / DECIMATION; out++) {
    let value = 0;
    for (let tap = 0; tap < TAPS; tap++) value += taps[tap] * sum[out * DECIMATION + tap];
    block.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(value))), 2 * out);
  }
  bytes += block.length;
}

setInterval(() => rooms.forEach(mix), 100);
new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), perMessageDeflate: false })
  .on("connection", (socket, request) => {
    const room = roomOf(request.url);
    const track = { ring: new Int16Array(RING), written: 0, read: 0 };
    room.tracks.add(track);
    socket.on("message", (message) => receive(track, message));
    socket.on("close", () => room.tracks.delete(track));
  });
