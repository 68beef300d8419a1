package io.roomscribe.livekit;

import com.google.protobuf.UnknownFieldSet;
import io.roomscribe.lanes.Clock;
import io.roomscribe.rooms.ChannelRoute;
import io.roomscribe.rooms.EgressState;
import io.roomscribe.rooms.GatewayException;
import io.roomscribe.rooms.GatewayException.Category;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import livekit.LivekitEgress.AudioChannel;
import livekit.LivekitEgress.AudioConfig;
import livekit.LivekitEgress.AudioRoute;
import livekit.LivekitEgress.EncodingOptions;
import livekit.LivekitEgress.MediaSource;
import livekit.LivekitEgress.Output;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.StartEgressRequest;
import livekit.LivekitEgress.StreamOutput;
import livekit.LivekitEgress.StreamProtocol;

/**
 * Starts the egresses that capture a whole room.
 *
 * <p>That the server does not know StartEgress is remembered for a while, so that it is not asked
 * in vain for every room, and not for ever, because servers are upgraded.
 *
 * <p>Threading: safe from any thread, blocks on the network. Source: livekit-server
 * pkg/service/egress.go; livekit/protocol 1.50 livekit_egress.proto (AudioConfig).
 */
final class RoomEgressCalls {

  /** How long a server counts as too old for StartEgress. */
  static final Duration REMEMBERED = Duration.ofHours(1);

  /** AudioConfig as servers read it; the SDK's message has its routes under another number. */
  private static final int CAPTURE_ALL = 1;

  private static final int ROUTES = 2;

  /**
   * What an egress answers to a kind of request that it does not know (pkg/config/pipeline.go).
   * Other fields that are missing or invalid are our fault, or the configuration's.
   */
  private static final String NOTHING_ASKED = "missing or invalid field: request)";

  private static final int SAMPLE_RATE_HZ = 48_000;
  private static final int KBPS = 128;

  private final LiveKitConnection connection;
  private final Clock clock;

  /** Monotonic time until which StartEgress is not tried; the smallest long when it may be. */
  private final AtomicLong unsupportedUntilNs = new AtomicLong(Long.MIN_VALUE);

  RoomEgressCalls(LiveKitConnection connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /** Whether the server is not known to be too old for one WebSocket of a whole room. */
  boolean areKnown() {
    long untilNs = unsupportedUntilNs.get();
    return untilNs == Long.MIN_VALUE || clock.nanoTime() - untilNs >= 0;
  }

  /** One WebSocket for the room: everybody on both channels, or each route on its own. */
  EgressState start(String room, URI captureUrl, List<ChannelRoute> routes) {
    if (!areKnown()) {
      throw new GatewayException(
          Category.UNSUPPORTED, "StartEgress: this LiveKit server is too old for it");
    }
    try {
      return EgressStates.of(
          Answers.of(
              "StartEgress",
              connection
                  .startEgress()
                  .startEgress(
                      request(room, captureUrl, routes), connection.egressAuthorization())));
    } catch (GatewayException refusal) {
      if (!isTooOld(refusal)) {
        throw refusal;
      }
      unsupportedUntilNs.set(clock.nanoTime() + REMEMBERED.toNanos());
      GatewayException unsupported =
          new GatewayException(Category.UNSUPPORTED, String.valueOf(refusal.getMessage()));
      unsupported.initCause(refusal);
      throw unsupported;
    }
  }

  /** One RTMP stream of the room: without a layout and a page of ours no browser is involved. */
  EgressState startComposite(String room, URI rtmpUrl) {
    RoomCompositeEgressRequest request =
        RoomCompositeEgressRequest.newBuilder()
            .setRoomName(room)
            .setAudioOnly(true)
            .setAdvanced(
                EncodingOptions.newBuilder()
                    .setAudioFrequency(SAMPLE_RATE_HZ)
                    .setAudioBitrate(KBPS))
            .addStreamOutputs(
                StreamOutput.newBuilder()
                    .setProtocol(StreamProtocol.RTMP)
                    .addUrls(rtmpUrl.toString()))
            .build();
    return EgressStates.of(
        Answers.of(
            "StartRoomCompositeEgress",
            connection
                .egressService()
                .startRoomCompositeEgress(request, connection.egressAuthorization())));
  }

  private static StartEgressRequest request(
      String room, URI captureUrl, List<ChannelRoute> routes) {
    return StartEgressRequest.newBuilder()
        .setRoomName(room)
        .setMedia(MediaSource.newBuilder().setAudio(audio(routes)))
        .addOutputs(
            Output.newBuilder()
                .setStream(
                    StreamOutput.newBuilder()
                        .setProtocol(StreamProtocol.WEBSOCKET)
                        .addUrls(captureUrl.toString())))
        .build();
  }

  private static AudioConfig audio(List<ChannelRoute> routes) {
    UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
    if (routes.isEmpty()) {
      fields.addField(CAPTURE_ALL, UnknownFieldSet.Field.newBuilder().addVarint(1).build());
    } else {
      UnknownFieldSet.Field.Builder repeated = UnknownFieldSet.Field.newBuilder();
      routes.forEach(route -> repeated.addLengthDelimited(audioRoute(route).toByteString()));
      fields.addField(ROUTES, repeated.build());
    }
    return AudioConfig.newBuilder().setUnknownFields(fields.build()).build();
  }

  private static AudioRoute audioRoute(ChannelRoute route) {
    return AudioRoute.newBuilder()
        .setParticipantIdentity(route.identity())
        .setChannel(
            route.side() == ChannelRoute.Side.LEFT
                ? AudioChannel.AUDIO_CHANNEL_LEFT
                : AudioChannel.AUDIO_CHANNEL_RIGHT)
        .build();
  }

  /** A server before 1.13.2 has no such call; an egress before 1.13.0 sees nothing in it. */
  private static boolean isTooOld(GatewayException refusal) {
    return refusal.category() == Category.UNSUPPORTED
        || (refusal.category() == Category.INVALID_REQUEST
            && String.valueOf(refusal.getMessage()).contains(NOTHING_ASKED));
  }
}
