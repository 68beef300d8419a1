package io.roomscribe.standin.livekit;

import java.util.function.BiConsumer;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressSourceType;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.StreamInfo;
import livekit.LivekitEgress.StreamInfoList;
import livekit.LivekitModels;
import livekit.LivekitWebhook.WebhookEvent;

/**
 * What is told of one egress: its {@code EgressInfo}, and a webhook for each change of status.
 *
 * <p>Units: times are unix nanoseconds.
 *
 * <p>Threading: changed by the pacing thread, read by any.
 *
 * <p>Source: livekit/egress pkg/info and pkg/pipeline/controller.go.
 */
final class EgressReport {

  private static final long RETRY_NEWS_NANOS = 60_000_000_000L;

  private final BiConsumer<WebhookEvent.Builder, String> webhooks;
  private long retryToldNanos;
  private volatile EgressInfo info;

  EgressReport(
      LivekitModels.Room room, EgressPlan plan, BiConsumer<WebhookEvent.Builder, String> webhooks) {
    this.webhooks = webhooks;
    long now = nowNanos();
    EgressInfo.Builder first =
        plan.asked().toBuilder()
            .setEgressId(Ids.next("EG_"))
            .setRoomId(room.getSid())
            .setRoomName(room.getName())
            .setSourceType(EgressSourceType.EGRESS_SOURCE_TYPE_SDK)
            .setStatus(EgressStatus.EGRESS_STARTING)
            .setStartedAt(now)
            .setUpdatedAt(now);
    boolean rtmp = plan.to().kind() == StreamUrl.Kind.RTMP;
    this.info =
        withStream(
            first,
            StreamInfo.newBuilder()
                .setUrl(plan.to().redacted())
                .setStartedAt(rtmp ? 0 : now)
                .build());
  }

  EgressInfo info() {
    return info;
  }

  boolean isOver() {
    return info.getStatusValue() >= EgressStatus.EGRESS_COMPLETE_VALUE;
  }

  void started() {
    announce("egress_started");
  }

  /** The first packet has come. A WebSocket's stream starts with it, an RTMP stream later. */
  void active() {
    boolean rtmp = stream().getStartedAt() == 0;
    StreamInfo stream = rtmp ? stream() : stream().toBuilder().setStartedAt(nowNanos()).build();
    change(EgressStatus.EGRESS_ACTIVE, stream, "", 0, "");
  }

  /** The RTMP server has taken the stream; all but the first time changes nothing. */
  void streamStarted() {
    if (stream().getStartedAt() == 0) {
      update(stream().toBuilder().setStartedAt(nowNanos()).build());
      announce("egress_updated");
    }
  }

  /** An RTMP connection was lost and is tried again; told at once, then once a minute. */
  void retrying() {
    long now = nowNanos();
    update(stream().toBuilder().setLastRetryAt(now).setRetries(stream().getRetries() + 1).build());
    if (retryToldNanos == 0 || now - retryToldNanos >= RETRY_NEWS_NANOS) {
      retryToldNanos = now;
      announce("egress_updated");
    }
  }

  private void update(StreamInfo stream) {
    info = withStream(info.toBuilder().setUpdatedAt(nowNanos()), stream);
  }

  void ending(String reason) {
    change(EgressStatus.EGRESS_ENDING, stream(), "", 0, "End reason: " + reason);
  }

  void complete() {
    change(
        EgressStatus.EGRESS_COMPLETE,
        endedStream(StreamInfo.Status.FINISHED, ""),
        "",
        0,
        info.getDetails());
  }

  void aborted(String error) {
    change(EgressStatus.EGRESS_ABORTED, stream(), error, 412, info.getDetails());
  }

  void limitReached() {
    change(
        EgressStatus.EGRESS_LIMIT_REACHED,
        endedStream(StreamInfo.Status.FINISHED, ""),
        "Session limit reached",
        413,
        "End reason: Session limit reached");
  }

  void failed(String error, int code) {
    boolean wasStreaming = info.getStatus() != EgressStatus.EGRESS_STARTING;
    StreamInfo stream = wasStreaming ? endedStream(StreamInfo.Status.FAILED, error) : stream();
    change(EgressStatus.EGRESS_FAILED, stream, error, code, "End reason: Failure");
  }

  private StreamInfo stream() {
    return info.getStreamResults(0);
  }

  private StreamInfo endedStream(StreamInfo.Status status, String error) {
    long now = nowNanos();
    long start = stream().getStartedAt() == 0 ? now : stream().getStartedAt();
    return stream().toBuilder()
        .setStartedAt(start)
        .setEndedAt(now)
        .setDuration(now - start)
        .setStatus(status)
        .setError(error)
        .build();
  }

  private void change(
      EgressStatus status, StreamInfo stream, String error, int code, String details) {
    long now = nowNanos();
    boolean over = status.getNumber() >= EgressStatus.EGRESS_COMPLETE_VALUE;
    EgressInfo.Builder changed =
        info.toBuilder()
            .setStatus(status)
            .setUpdatedAt(now)
            .setError(error)
            .setErrorCode(code)
            .setDetails(details);
    if (over) {
      changed.setEndedAt(now);
    }
    info = withStream(changed, stream);
    announce(over ? "egress_ended" : "egress_updated");
  }

  /** The deprecated {@code stream} field says the same as {@code stream_results}. */
  @SuppressWarnings("deprecation")
  private static EgressInfo withStream(EgressInfo.Builder info, StreamInfo stream) {
    return info.clearStreamResults()
        .addStreamResults(stream)
        .setStream(StreamInfoList.newBuilder().addInfo(stream))
        .build();
  }

  private void announce(String event) {
    webhooks.accept(
        WebhookEvent.newBuilder().setEvent(event).setEgressInfo(info), info.getEgressId());
  }

  private static long nowNanos() {
    return System.currentTimeMillis() * 1_000_000L;
  }
}
