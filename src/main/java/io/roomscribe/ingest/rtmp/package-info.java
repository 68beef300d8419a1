/**
 * The room's mix arriving by RTMP, as LiveKit's egress publishes a room composite.
 *
 * <p>The protocol: {@link io.roomscribe.ingest.rtmp.RtmpListener} accepts connections and gives
 * each a thread of its own from {@code lanes}, which reads it to its end and hands the audio to the
 * {@link FlvSink} that the {@link PublisherGate} chose. Blocking sockets, so that a slow reader
 * holds its publisher back and nobody else.
 *
 * <p>Source: Adobe's RTMP specification 1.0; where it is silent or clients differ from it, what
 * GStreamer's rtmp2sink (LiveKit's egress), FFmpeg's rtmpproto.c and OBS send and expect.
 */
@NullMarked
package io.roomscribe.ingest.rtmp;

import org.jspecify.annotations.NullMarked;
