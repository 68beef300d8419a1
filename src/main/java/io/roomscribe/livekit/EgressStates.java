package io.roomscribe.livekit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.roomscribe.rooms.EgressState;
import io.roomscribe.rooms.EgressState.Status;
import java.time.Instant;
import java.util.List;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.Output;
import livekit.LivekitEgress.StartEgressRequest;
import livekit.LivekitEgress.StreamOutput;
import org.jspecify.annotations.Nullable;

/**
 * Reads LiveKit's EgressInfo.
 *
 * <p>Where the capture URL is shown depends on the server: whole in the request ({@code
 * track.websocket_url}) up to egress 1.14.1, later with query values replaced by <code>{...}</code>
 * there but whole in {@code stream_results}. Of an RTMP URL's last part, the stream key, only the
 * first and last three characters are shown, as <code>{abc...xyz}</code>. The SDK's messages do not
 * have the request of StartEgress (version 2) yet, so it is read as an unknown field; in webhooks,
 * which are JSON, {@code stream_results} alone shows its URL. The first audio packet's time is
 * {@code stream_results[0].started_at}; the egress's own {@code started_at} is when its process
 * began. Times are Unix ns.
 *
 * <p>Source: livekit/protocol livekit_egress.proto (EgressInfo.egress = 29), utils/redact.go.
 */
final class EgressStates {

  private static final long NANOS = 1_000_000_000L;
  private static final int EGRESS = 29;

  private EgressStates() {}

  static EgressState of(EgressInfo info) {
    Status status = status(info);
    return new EgressState(
        info.getEgressId(),
        info.getRoomName(),
        info.getTrack().getTrackId(),
        captureUrl(info),
        status,
        firstAudio(info, status),
        failure(info, status));
  }

  /** A status that a newer server may add is terminal when the egress has an end. */
  private static Status status(EgressInfo info) {
    return switch (info.getStatus()) {
      case EGRESS_STARTING -> Status.STARTING;
      case EGRESS_ACTIVE -> Status.ACTIVE;
      case EGRESS_ENDING -> Status.ENDING;
      case EGRESS_COMPLETE -> Status.COMPLETE;
      case EGRESS_FAILED -> Status.FAILED;
      case EGRESS_ABORTED -> Status.ABORTED;
      case EGRESS_LIMIT_REACHED -> Status.LIMIT_REACHED;
      case UNRECOGNIZED -> info.getEndedAt() == 0 ? Status.ACTIVE : Status.FAILED;
    };
  }

  private static String captureUrl(EgressInfo info) {
    String requested = requestedUrl(info);
    boolean isWhole = !requested.isEmpty() && !requested.contains("{");
    if (isWhole || info.getStreamResultsCount() == 0) {
      return requested;
    }
    String dialled = info.getStreamResults(0).getUrl();
    return dialled.isEmpty() ? requested : dialled;
  }

  private static String requestedUrl(EgressInfo info) {
    return switch (info.getRequestCase()) {
      case TRACK -> info.getTrack().getWebsocketUrl();
      case ROOM_COMPOSITE -> first(info.getRoomComposite().getStreamOutputsList());
      default ->
          info.getUnknownFields().getField(EGRESS).getLengthDelimitedList().stream()
              .map(EgressStates::roomEgressUrl)
              .findFirst()
              .orElse("");
    };
  }

  private static String roomEgressUrl(ByteString request) {
    try {
      return first(
          StartEgressRequest.parseFrom(request).getOutputsList().stream()
              .filter(Output::hasStream)
              .map(Output::getStream)
              .toList());
    } catch (InvalidProtocolBufferException unreadable) {
      return "";
    }
  }

  private static String first(List<StreamOutput> streams) {
    return streams.stream().flatMap(stream -> stream.getUrlsList().stream()).findFirst().orElse("");
  }

  private static @Nullable Instant firstAudio(EgressInfo info, Status status) {
    if (status == Status.STARTING || info.getStreamResultsCount() == 0) {
      return null;
    }
    long ns = info.getStreamResults(0).getStartedAt();
    return ns <= 0 ? null : Instant.ofEpochSecond(ns / NANOS, ns % NANOS);
  }

  private static String failure(EgressInfo info, Status status) {
    boolean failed = status.isTerminal() && status != Status.COMPLETE;
    String words = info.getError().isBlank() && failed ? info.getDetails() : info.getError();
    return Secrets.removedFrom(words);
  }
}
