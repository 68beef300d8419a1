package io.roomscribe.rooms;

import io.roomscribe.audio.HandOver;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell of how a session was and is captured.
 *
 * <p>Full: the last {@value #KEPT} switches are kept.
 *
 * <p>Threading: confined to the session's control lane.
 */
final class CaptureJournal {

  private static final Logger LOG = System.getLogger(CaptureJournal.class.getName());
  private static final int KEPT = 100;
  private static final String NO_OVERLAP = "NO_OVERLAP";
  private static final String NONE = "none";

  private final Captures.SessionKey key;
  private final CaptureMode requested;
  private final Captures.Tools tools;
  private final List<SessionView.SwitchView> switches = new ArrayList<>();
  private @Nullable Instant since;
  private @Nullable CapturePlan coming;
  private String lastFailure = "";

  CaptureJournal(Captures.SessionKey key, CaptureMode requested, Captures.Tools tools) {
    this.key = key;
    this.requested = requested;
    this.tools = tools;
  }

  /** Goes on after an earlier process. */
  void resume(SessionView.CaptureView before) {
    switches.addAll(before.switches());
  }

  /** A switch begins. */
  void begins(CapturePlan plan) {
    coming = plan;
  }

  /** A plan is followed, and nothing was running that had to be handed over. */
  void adopted(@Nullable CapturePlan before, CapturePlan plan) {
    if (before != null && tools.audio().epoch() != null) {
      add(before, plan, new Cut(tools.audio().positionMs(), 0, NO_OVERLAP));
    }
    takesEffect(plan);
  }

  /** A switch was done. */
  void switched(@Nullable CapturePlan before, CapturePlan plan, HandOver.Report report) {
    if (before != null) {
      long positionMs = report.cutAtSamples() / RoomAudio.SAMPLES_PER_MS;
      add(before, plan, new Cut(positionMs, report.lagMs(), report.how().name()));
    }
    lastFailure = "";
    takesEffect(plan);
  }

  /** A switch was given up; why is empty when it was only no longer wanted. */
  void abandoned(CapturePlan plan, String why) {
    coming = null;
    lastFailure =
        why.isEmpty() ? "" : "the switch to " + plan.layout().text() + " was given up: " + why;
  }

  /** Why there is no egress now. */
  String lackOfPlaces() {
    EgressBudget.Usage usage = tools.budget().usage();
    String limit =
        usage.effective() < usage.max()
            ? "LiveKit allows no more at the moment"
            : "roomscribe.livekit.egress.max-concurrent";
    return usage.inUse() + " of " + usage.effective() + " egresses are in use (" + limit + ")";
  }

  /**
   * As the session shows it.
   *
   * @param room the capture of the whole room; null when there is none
   * @param toStart what would be captured now
   */
  SessionView.CaptureView view(
      @Nullable CapturePlan active, @Nullable Followed room, List<Followed> toStart) {
    return new SessionView.CaptureView(
        requested.text(),
        active == null ? NONE : active.layout().modeText(),
        active != null && active.layout().kind() == CaptureLayout.Kind.STEREO,
        active == null
            ? (since == null ? "nobody to hear yet" : "nobody to hear any more")
            : active.why(),
        since,
        waitingFor(toStart),
        room == null ? null : room.egress(),
        switches);
  }

  private @Nullable String waitingFor(List<Followed> toStart) {
    List<String> causes =
        toStart.stream()
            .filter(followed -> followed.liveCapture() == null && !followed.cause().isEmpty())
            .map(Followed::cause)
            .toList();
    if (!causes.isEmpty()) {
      return causes.size() + " of " + toStart.size() + " captures: " + causes.get(0);
    }
    if (coming != null) {
      return "the audio of the switch to " + coming.layout().text();
    }
    return lastFailure.isEmpty() ? null : lastFailure;
  }

  /** Where and how captures changed. */
  private record Cut(long positionMs, long lagMs, String how) {}

  private void add(CapturePlan before, CapturePlan plan, Cut cut) {
    switches.add(
        new SessionView.SwitchView(
            tools.clock().now(),
            before.layout().text(),
            plan.layout().text(),
            plan.why(),
            cut.positionMs(),
            cut.lagMs(),
            cut.how()));
    if (switches.size() > KEPT) {
      switches.remove(0);
    }
    LOG.log(
        Level.INFO,
        "session={0} capture from={1} to={2} positionMs={3} lagMs={4} how={5}: {6}",
        key.sessionId(),
        before.layout().text(),
        plan.layout().text(),
        cut.positionMs(),
        cut.lagMs(),
        cut.how(),
        plan.why());
  }

  private void takesEffect(CapturePlan plan) {
    coming = null;
    since = tools.clock().now();
    tools.budget().captures(key.sessionId(), plan.layout().modeText());
  }
}
