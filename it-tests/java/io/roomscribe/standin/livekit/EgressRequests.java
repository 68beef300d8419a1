package io.roomscribe.standin.livekit;

import java.util.List;
import java.util.Optional;
import livekit.LivekitEgress.AudioConfig;
import livekit.LivekitEgress.AudioRoute;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EncodingOptions;
import livekit.LivekitEgress.Output;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.StartEgressRequest;
import livekit.LivekitEgress.StreamOutput;
import livekit.LivekitEgress.StreamProtocol;
import livekit.LivekitEgress.TemplateSource;
import livekit.LivekitEgress.TrackEgressRequest;

/**
 * Checks requests as the egress service does, in its order, and makes plans of them.
 *
 * <p>Errors: {@link TwirpException} with the text of a real service; {@code unimplemented} for what
 * the stand-in does not have: browsers, video, files, SRT, more than one URL.
 *
 * <p>Source: livekit/egress v1.14.1 pkg/config/pipeline.go and output.go; texts as a running one
 * gave them.
 */
final class EgressRequests {

  private EgressRequests() {}

  static EgressPlan plan(TrackEgressRequest request) {
    if (request.getTrackId().isEmpty()) {
      throw missing("track_id");
    }
    if (!request.hasWebsocketUrl()) {
      throw request.hasFile() ? elsewhere("files") : missing("output");
    }
    StreamUrl url = StreamUrl.of(request.getWebsocketUrl(), StreamUrl.Kind.WEBSOCKET);
    return new EgressPlan(
        EgressInfo.newBuilder().setTrack(request).build(),
        new OneTrackAudio(request.getTrackId()),
        url,
        AudioEncoding.DEFAULT);
  }

  static EgressPlan plan(RoomCompositeEgressRequest request) {
    requireNoBrowser(
        request.getAudioOnly(),
        request.getVideoOnly(),
        request.getLayout() + request.getCustomBaseUrl());
    StreamUrl url = composite(stream(request));
    return new EgressPlan(
        EgressInfo.newBuilder().setRoomComposite(redacted(request)).build(),
        RoomMixAudio.everyone(),
        url,
        encoding(request.hasAdvanced(), request.getAdvanced()),
        url.kind() == StreamUrl.Kind.RTMP
            ? Optional.empty()
            : Optional.of("request has missing or invalid field: output type"));
  }

  /** The single stream output of old counts only if there is none of the new. */
  @SuppressWarnings("deprecation")
  private static StreamOutput stream(RoomCompositeEgressRequest request) {
    if (request.getFileOutputsCount() > 0 || request.hasFile()) {
      throw elsewhere("files");
    }
    if (request.getStreamOutputsCount() > 1) {
      throw missing("multiple stream outputs");
    }
    if (request.getStreamOutputsCount() == 0 && !request.hasStream()) {
      throw missing("output");
    }
    return request.getStreamOutputsCount() == 0 ? request.getStream() : request.getStreamOutputs(0);
  }

  /** SDKs fill the output of old and the new one alike. */
  @SuppressWarnings("deprecation")
  private static RoomCompositeEgressRequest redacted(RoomCompositeEgressRequest request) {
    RoomCompositeEgressRequest.Builder redacted = request.toBuilder();
    if (redacted.hasStream()) {
      StreamUrl.redactKeys(redacted.getStreamBuilder());
    }
    redacted.getStreamOutputsBuilderList().forEach(StreamUrl::redactKeys);
    return redacted.build();
  }

  private static void requireNoBrowser(boolean audioOnly, boolean videoOnly, String page) {
    if (audioOnly && videoOnly) {
      throw missing("audio_only and video_only");
    }
    if (!audioOnly || !page.isEmpty()) {
      throw elsewhere("a browser");
    }
  }

  /** A WebSocket is let through here and found impossible later. */
  private static StreamUrl composite(StreamOutput stream) {
    if (stream.getProtocol() == StreamProtocol.WEBSOCKET && stream.getUrlsCount() > 0) {
      throw StreamUrl.invalid(stream.getUrls(0), "invalid scheme");
    }
    StreamUrl.Kind kind = kind(stream);
    if (stream.getUrlsCount() == 0) {
      throw missing("stream url");
    }
    return one(stream, kind);
  }

  static EgressPlan plan(StartEgressRequest request) {
    EgressAudio audio = source(request);
    StreamOutput stream = stream(request);
    StreamUrl.Kind kind = kind(stream);
    if (request.getOutputsCount() > 1) {
      throw missing("multiple stream outputs");
    }
    if (stream.getUrlsCount() == 0) {
      throw missing("output");
    }
    StreamUrl url = one(stream, kind);
    StartEgressRequest.Builder redacted = request.toBuilder();
    StreamUrl.redactKeys(redacted.getOutputsBuilder(0).getStreamBuilder());
    return new EgressPlan(
        ServerSchema.info(redacted.build()),
        audio,
        url,
        encoding(request.hasAdvanced(), request.getAdvanced()));
  }

  private static StreamOutput stream(StartEgressRequest request) {
    if (request.getOutputsCount() == 0) {
      throw missing("output");
    }
    for (Output output : request.getOutputsList()) {
      if (!output.hasStream()) {
        throw output.getConfigCase() == Output.ConfigCase.CONFIG_NOT_SET
            ? missing("output config")
            : elsewhere("files");
      }
    }
    return request.getOutputs(0).getStream();
  }

  private static EgressAudio source(StartEgressRequest request) {
    switch (request.getSourceCase()) {
      case TEMPLATE -> {
        return template(request.getTemplate());
      }
      case MEDIA -> {
        if (request.getMedia().hasVideoTrackId() || request.getMedia().hasParticipantVideo()) {
          throw elsewhere("video");
        }
        return media(request.getMedia().getAudio());
      }
      case WEB -> throw elsewhere("a browser");
      default -> throw missing("source");
    }
  }

  private static EgressAudio template(TemplateSource template) {
    requireNoBrowser(
        template.getAudioOnly(),
        template.getVideoOnly(),
        template.getLayout() + template.getCustomBaseUrl());
    return RoomMixAudio.everyone();
  }

  /** With {@code capture_all} the routes are not looked at, whatever the field's comment says. */
  private static EgressAudio media(AudioConfig audio) {
    if (ServerSchema.capturesAll(audio)) {
      return RoomMixAudio.everyone();
    }
    List<RoomMixAudio.Route> routes =
        ServerSchema.routes(audio).stream().map(EgressRequests::route).toList();
    if (routes.isEmpty()) {
      throw missing("audio or video");
    }
    return RoomMixAudio.routed(routes);
  }

  private static RoomMixAudio.Route route(AudioRoute route) {
    return switch (route.getMatchCase()) {
      case TRACK_ID -> RoomMixAudio.Route.ofTrack(route.getTrackId(), route.getChannel());
      case PARTICIPANT_IDENTITY ->
          RoomMixAudio.Route.ofParticipant(route.getParticipantIdentity(), route.getChannel());
      case PARTICIPANT_KIND ->
          RoomMixAudio.Route.ofKind(route.getParticipantKind(), route.getChannel());
      default -> RoomMixAudio.Route.ofNothing(route.getChannel());
    };
  }

  private static StreamUrl.Kind kind(StreamOutput stream) {
    return switch (stream.getProtocol()) {
      case RTMP -> StreamUrl.Kind.RTMP;
      case SRT -> StreamUrl.Kind.SRT;
      case WEBSOCKET -> StreamUrl.Kind.WEBSOCKET;
      default -> {
        List<String> urls = stream.getUrlsList();
        if (urls.isEmpty()) {
          throw missing("stream protocol");
        }
        yield StreamUrl.kindOf(urls.get(0))
            .orElseThrow(() -> StreamUrl.invalid(urls.get(0), "invalid protocol"));
      }
    };
  }

  private static StreamUrl one(StreamOutput stream, StreamUrl.Kind kind) {
    StreamUrl first = StreamUrl.of(stream.getUrls(0), kind);
    if (kind == StreamUrl.Kind.SRT) {
      throw elsewhere("SRT");
    }
    if (stream.getUrlsCount() > 1) {
      throw elsewhere("more than one URL");
    }
    return first;
  }

  private static AudioEncoding encoding(boolean asked, EncodingOptions options) {
    return asked ? AudioEncoding.of(options) : AudioEncoding.DEFAULT;
  }

  static TwirpException missing(String field) {
    return TwirpException.wrapped(
        TwirpException.Code.INVALID_ARGUMENT, "request has missing or invalid field: " + field);
  }

  private static TwirpException elsewhere(String what) {
    return new TwirpException(
        TwirpException.Code.UNIMPLEMENTED, "the stand-in's egress does not have " + what);
  }
}
