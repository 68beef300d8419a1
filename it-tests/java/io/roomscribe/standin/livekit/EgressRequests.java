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

  @SuppressWarnings("deprecation") // the SDKs still fill the single stream output
  static EgressPlan plan(RoomCompositeEgressRequest request) {
    if (request.getVideoOnly() && request.getAudioOnly()) {
      throw missing("audio_only and video_only");
    }
    if (!request.getAudioOnly()
        || !request.getLayout().isEmpty()
        || !request.getCustomBaseUrl().isEmpty()) {
      throw elsewhere("a browser");
    }
    if (request.getStreamOutputsCount() > 1) {
      throw missing("multiple stream outputs");
    }
    boolean single = request.getStreamOutputsCount() == 0;
    if (single && !request.hasStream()) {
      throw request.hasFile() || request.getFileOutputsCount() > 0
          ? elsewhere("files")
          : missing("output");
    }
    StreamOutput stream = single ? request.getStream() : request.getStreamOutputs(0);
    StreamUrl url = composite(stream);
    StreamOutput shown = stream.toBuilder().setUrls(0, url.redacted()).build();
    RoomCompositeEgressRequest.Builder redacted = request.toBuilder();
    if (single) {
      redacted.setStream(shown);
    } else {
      redacted.setStreamOutputs(0, shown);
    }
    return new EgressPlan(
        EgressInfo.newBuilder().setRoomComposite(redacted).build(),
        RoomMixAudio.everyone(),
        url,
        encoding(request.hasAdvanced(), request.getAdvanced()),
        url.kind() == StreamUrl.Kind.RTMP
            ? Optional.empty()
            : Optional.of("request has missing or invalid field: output type"));
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
    StreamOutput stream = request.getOutputs(0).getStream();
    StreamUrl.Kind kind = kind(stream);
    if (stream.getUrlsCount() == 0 && request.getOutputsCount() == 1) {
      throw missing("output");
    }
    if (request.getOutputsCount() > 1) {
      throw missing("multiple stream outputs");
    }
    StreamUrl url = one(stream, kind);
    return new EgressPlan(
        asked(request, url), audio, url, encoding(request.hasAdvanced(), request.getAdvanced()));
  }

  private static EgressInfo asked(StartEgressRequest request, StreamUrl url) {
    StartEgressRequest.Builder redacted = request.toBuilder();
    redacted.getOutputsBuilder(0).getStreamBuilder().setUrls(0, url.redacted());
    return ServerSchema.info(redacted.build());
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
    if (template.getAudioOnly() && template.getVideoOnly()) {
      throw missing("audio_only and video_only");
    }
    if (!template.getAudioOnly()
        || !template.getLayout().isEmpty()
        || !template.getCustomBaseUrl().isEmpty()) {
      throw elsewhere("a browser");
    }
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
