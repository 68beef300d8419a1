package io.roomscribe.rooms;

import io.roomscribe.audio.HandOver;
import io.roomscribe.audio.TrackInput;
import io.roomscribe.lanes.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One change of a running session from some egresses to others without a gap: the new ones are
 * started beside the old and held; once the sound of all of them arrives they take over on the
 * clock, and the old ones are stopped.
 *
 * <p>Where there is no egress for the new besides the old, and somebody would go unheard without
 * the change, an old one is released for it: the track that has been silent longest. What is missed
 * of it until the change is done is a gap, cause {@value #RELEASED}.
 *
 * <p>Threading: confined to the session's control lane.
 */
final class SwitchOver {

  private static final String RELEASED = "RELEASED";

  /** LiveKit's egress takes up to 6 s to go, and its place is free after that only. */
  private static final Duration RELEASE_AGAIN = Duration.ofSeconds(15);

  private static final int WEBSOCKET_WITHIN_MS = 1_000;
  private static final int RTMP_WITHIN_MS = 4_000;

  /** Who switches; called on the control lane. */
  interface Owner {

    /** The new captures are mixed, the old ones no more. */
    void handedOver(HandOver.Report report);

    /** Everything stays as it is. */
    void failed(String why);

    /** The session's audio misses something. */
    void missing(AudioGap gap);
  }

  /**
   * What a switch works with.
   *
   * @param session whose
   * @param captures what it captures
   * @param tools its tools
   * @param lane its control lane
   * @param owner who switches
   */
  record Means(
      Captures.SessionKey session,
      Captures captures,
      Captures.Tools tools,
      Lane lane,
      Owner owner) {}

  private final CapturePlan plan;
  private final Means means;
  private final @Nullable Followed room;
  private final long deadlineNs;
  private final Map<Followed, Long> releasedAtMs = new LinkedHashMap<>();

  private final Set<Followed> released = new HashSet<>();

  /** Released, and mixed until the egress has sent what it had. */
  private final Set<Capture> leaving = new HashSet<>();

  private boolean forced;
  private boolean handing;
  private @Nullable Long releasedNs;

  /**
   * A change to a plan.
   *
   * @param room the new capture of the room; null when the plan is tracks
   * @param patience until the sound of all new captures is there
   */
  SwitchOver(CapturePlan plan, @Nullable Followed room, Means means, Duration patience) {
    this.plan = plan;
    this.room = room;
    this.means = means;
    this.deadlineNs = means.tools().clock().nanoTime() + patience.toNanos();
  }

  CapturePlan plan() {
    return plan;
  }

  /** The new capture of the room; null when there is none. */
  @Nullable Followed room() {
    return room;
  }

  /** Whether somebody goes unheard without it. */
  void forced(boolean isForced) {
    forced = isForced;
  }

  boolean isForced() {
    return forced;
  }

  /** Whether the new captures are taking over: too late to begin or to give up anything. */
  boolean isHanding() {
    return handing;
  }

  /** What is captured after it. */
  List<Followed> to() {
    return room == null ? means.captures().wantedTracks() : List.of(room);
  }

  /** What is captured before it, as far as it still is. */
  List<Followed> from() {
    List<Followed> to = to();
    return means.captures().live().stream().filter(followed -> !to.contains(followed)).toList();
  }

  /** Hands over when all is there, fails when it takes too long. */
  void advance() {
    if (handing) {
      return;
    }
    if (means.tools().clock().nanoTime() - deadlineNs > 0) {
      tooLate();
    } else if (!to().isEmpty() && to().stream().allMatch(SwitchOver::isHeard)) {
      handOver();
    }
  }

  private void tooLate() {
    String why = "its audio did not arrive in time";
    if (room != null && room.liveCapture() != null) {
      means.captures().ways().failed(room.target().kind(), why);
    }
    means.owner().failed(why);
  }

  /** Whether its capture was given up for this, so that what is missed of it is told here. */
  boolean hasReleased(Followed followed) {
    return released.contains(followed);
  }

  /** There is no egress for the new captures. */
  void lacksEgress() {
    if (!forced) {
      means.owner().failed("there is no egress for it");
      return;
    }
    long nowNs = means.tools().clock().nanoTime();
    List<Followed> old = from();
    if (old.isEmpty() || (releasedNs != null && nowNs - releasedNs < RELEASE_AGAIN.toNanos())) {
      return;
    }
    releasedNs = nowNs;
    release(silentLongest(old));
  }

  private void release(Followed victim) {
    Capture capture = victim.liveCapture();
    if (capture == null) {
      return;
    }
    released.add(victim);
    leaving.add(capture);
    means
        .captures()
        .retire(
            victim,
            "released for the switch to " + plan.layout().text(),
            () -> {
              leaving.remove(capture);
              releasedAtMs.put(victim, means.tools().audio().positionMs());
            });
  }

  /** Ends the new captures; the old ones are as they were. */
  void giveUp() {
    tellGaps(means.tools().audio().positionMs());
    for (Followed followed : to()) {
      Capture capture = followed.liveCapture();
      if (capture != null && !capture.egressId().isEmpty()) {
        means.captures().stop(capture.egressId());
      }
      means.captures().end(followed, "the switch was given up");
    }
    if (room != null) {
      means.captures().forget(room);
    }
  }

  /**
   * Tells of what was missed.
   *
   * @param untilMs where it is heard again, since the session's position zero
   */
  void tellGaps(long untilMs) {
    releasedAtMs.forEach(
        (followed, sinceMs) ->
            followed.target().voices().stream()
                .filter(voice -> untilMs > sinceMs)
                .forEach(voice -> means.owner().missing(gap(voice, sinceMs, untilMs))));
    releasedAtMs.clear();
  }

  private AudioGap gap(CaptureTarget.Voice voice, long fromMs, long toMs) {
    return new AudioGap(
        means.session().sessionId(),
        voice.trackId(),
        voice.speaker() == null ? null : voice.speaker().identity(),
        fromMs,
        toMs,
        RELEASED,
        "its egress was needed for the switch to " + plan.layout().text());
  }

  private Followed silentLongest(List<Followed> old) {
    if (old.size() == 1) {
      return old.get(0);
    }
    List<String> names = old.stream().map(Followed::name).toList();
    String name = EgressStarts.soon(means.tools().audio().silentLongest(names));
    return old.get(Math.max(0, names.indexOf(name)));
  }

  private static boolean isHeard(Followed followed) {
    Capture capture = followed.liveCapture();
    return capture != null && capture.isConnected() && capture.hasAudio();
  }

  private void handOver() {
    handing = true;
    List<TrackInput> old = inputs(from());
    leaving.forEach(capture -> old.addAll(capture.inputs()));
    CompletionStage<HandOver.Report> done =
        means.tools().audio().handOver(old, inputs(to()), expected());
    Consumer<HandOver.@Nullable Report> end =
        report -> means.lane().offer(() -> handedOver(report));
    CompletionStage<HandOver.Report> unused =
        done.whenComplete((report, failure) -> end.accept(failure == null ? report : null));
  }

  /**
   * WebSockets of one LiveKit are equally late but for some ms; RTMP is sooner by seconds or not.
   */
  private HandOver.Expectation expected() {
    boolean rtmp =
        Stream.concat(from().stream(), to().stream())
            .anyMatch(followed -> followed.target().kind() == CaptureTarget.Kind.RTMP);
    return new HandOver.Expectation(0, rtmp ? RTMP_WITHIN_MS : WEBSOCKET_WITHIN_MS);
  }

  private void handedOver(HandOver.@Nullable Report report) {
    handing = false;
    if (report == null || report.how() == HandOver.How.ABANDONED) {
      means.owner().failed("it ended before it could take over");
    } else {
      means.owner().handedOver(report);
    }
  }

  private static List<TrackInput> inputs(List<Followed> followed) {
    List<TrackInput> inputs = new ArrayList<>();
    for (Followed one : followed) {
      Capture capture = one.liveCapture();
      if (capture != null) {
        inputs.addAll(capture.inputs());
      }
    }
    return inputs;
  }
}
