/**
 * A stand-in for LiveKit: rooms scripted by a test or a demo, and the outer behaviour of
 * livekit-server and of its egress service as a server application meets them.
 *
 * <p>What it does faithfully: Twirp RoomService and Egress (protobuf and JSON, access tokens,
 * errors), webhooks (signature, body, order, retries), Track Egress to a WebSocket (lifecycle,
 * timing, bytes, failure texts). What it leaves out: WebRTC, signalling, redis, every other kind of
 * egress (answered by Twirp {@code unimplemented}).
 *
 * <p>Threads: HTTP workers answer requests, {@link io.roomscribe.standin.livekit.EgressPacer} alone
 * owns every egress, room state is guarded by one lock.
 *
 * <p>Source: livekit/livekit v1.13.5 pkg/service and pkg/telemetry, livekit/protocol webhook and
 * auth, livekit/egress v1.14; room answers and webhooks compared with a running server.
 */
package io.roomscribe.standin.livekit;
