/**
 * A stand-in for LiveKit: rooms scripted by a test or a demo, and the outer behaviour of
 * livekit-server and of its egress service as a server application meets them.
 *
 * <p>What it does faithfully: Twirp RoomService and Egress (protobuf and JSON, access tokens,
 * errors), webhooks (signature, body, order, retries), Track Egress to a WebSocket, the audio of a
 * room to a WebSocket (StartEgress, with stereo routes) and to RTMP (StartRoomCompositeEgress and
 * StartEgress; AAC in FLV, made by FFmpeg): lifecycle, timing, bytes, failure texts, quotas,
 * servers without StartEgress. What it leaves out: WebRTC, signalling, redis, browsers, video,
 * files, SRT, outputs to several URLs (answered by Twirp {@code unimplemented}).
 *
 * <p>Threads: HTTP workers answer requests, {@link io.roomscribe.standin.livekit.EgressPacer} alone
 * owns every egress, room state is guarded by one lock; an RTMP connection is a process of its own.
 *
 * <p>Source: livekit/livekit v1.13.5 pkg/service and pkg/telemetry, livekit/protocol webhook and
 * auth, livekit/egress v1.14; room answers, webhooks, StartEgress and its audio compared with a
 * running server and egress; RTMP from their source only.
 */
package io.roomscribe.standin.livekit;
