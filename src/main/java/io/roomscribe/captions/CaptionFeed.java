package io.roomscribe.captions;

import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.rooms.SessionChanged;
import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.transcripts.StoredLine;
import io.roomscribe.transcripts.StoredUtterance;
import io.roomscribe.transcripts.TranscriptClosed;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who watches which session, and what they have seen of it.
 *
 * <p>Finals have numbers without holes. A viewer that misses one, for whatever reason (it has just
 * come, its outbox was full, an event was lost on the way), is caught up from the database: until
 * the page read there reaches the greatest number heard of, live finals only raise that number. So
 * nothing is lost and nothing comes twice, and a slow viewer costs no memory but its outbox.
 *
 * <p>Viewers of sessions on other nodes see what those pass on. As that may be lost without a later
 * event to show it, what they have is compared with the database now and then, for all sessions at
 * once.
 *
 * <p>Threading: {@code on...}, {@link #add} and {@link #viewers} from any thread; they only
 * enqueue. Everything else on the feed's lane; database pages are read on a lane of their own.
 * Full: partials are dropped when the feed's lane is full; a final is noticed as a hole by the next
 * event.
 */
final class CaptionFeed {
  private static final System.Logger LOG = System.getLogger(CaptionFeed.class.getName());
  private static final int PAGE = 200;
  private static final int OUTBOX = 256;
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** What the feed reads; blocks on the database. */
  interface Archive {
    /** Up to {@code limit} lines after this number. */
    List<StoredLine> linesAfter(String sessionId, long seq, int limit);

    /** The session has ended and all its finals are stored. */
    boolean isComplete(String sessionId);

    /** How far each of these sessions is. */
    Map<String, Progress> progress(Set<String> sessionIds);
  }

  /**
   * How far a session is.
   *
   * @param lastSeq the greatest number that is stored; 0 when there is none
   * @param isOver whether it has ended
   */
  record Progress(long lastSeq, boolean isOver) {}

  private final Lanes lanes;
  private final Lane lane;
  private final Lane reading;
  private final Archive archive;
  private final CaptionRelay relay;
  private final AtomicBoolean comparing = new AtomicBoolean();
  private final Map<String, Set<Viewer>> viewersBySession = new HashMap<>();
  private final AtomicInteger viewers = new AtomicInteger();

  CaptionFeed(Lanes lanes, Archive archive, CaptionRelay relay, Duration heartbeat) {
    this.lanes = lanes;
    this.lane = lanes.computeLane("captions", 8192);
    this.reading = lanes.blockingLane("captions-archive", 4096);
    this.archive = archive;
    this.relay = relay;
    lanes.every(heartbeat, lane, this::beat);
    lanes.every(CaptionRelay.ROUND, lane, this::lookElsewhere);
    relay.listen(new Elsewhere());
  }

  /** Viewers connected now. */
  int viewers() {
    return viewers.get();
  }

  /** A viewer has come; false when the feed is too busy to take it. */
  boolean add(Viewer viewer) {
    return lane.offer(
        () -> {
          viewersBySession
              .computeIfAbsent(viewer.sessionId, id -> new LinkedHashSet<>())
              .add(viewer);
          viewers.incrementAndGet();
          if (!relay.isOurs(viewer.sessionId)) {
            relay.ask(Set.of(viewer.sessionId)); // not only at the next round
          }
          read(viewer);
        });
  }

  /** A viewer's connection takes more: moves on what waits, and reads on if it is catching up. */
  void onWritable(Viewer viewer) {
    viewer.pump();
    lane.offer(
        () -> {
          if (viewer.catchingUp && viewer.isOpen()) {
            read(viewer);
          }
        });
  }

  void onSpoken(SpokenUtterance utterance) {
    lane.offer(
        () -> {
          if (isWatched(utterance.sessionId())) {
            tell(utterance.sessionId(), CaptionEvent.partial(utterance));
          }
        });
  }

  void onStored(StoredUtterance utterance) {
    lane.offer(
        () -> {
          if (isWatched(utterance.sessionId())) {
            tell(utterance.sessionId(), CaptionEvent.settled(utterance));
          }
        });
  }

  void onChanged(SessionChanged change) {
    lane.offer(() -> tell(change.sessionId(), CaptionEvent.state(CaptionEvent.Kind.STATE, change)));
  }

  void onClosed(TranscriptClosed closed) {
    CaptionEvent end = CaptionEvent.state(CaptionEvent.Kind.END, closed.session());
    lane.offer(() -> tell(closed.session().sessionId(), end));
  }

  /** What other nodes say; when the lane is full, a final is noticed as a hole as always. */
  private final class Elsewhere implements CaptionRelay.Ear {

    @Override
    public void event(String sessionId, CaptionEvent event) {
      lane.offer(() -> show(sessionId, event));
    }

    @Override
    public void interest(List<String> sessionIds) {
      lane.offer(() -> relay.want(sessionIds));
    }

    @Override
    public void missed() {
      lane.offer(CaptionFeed.this::lookElsewhere);
    }
  }

  private List<Viewer> watching(String sessionId) {
    return List.copyOf(viewersBySession.getOrDefault(sessionId, Set.of()));
  }

  /** Here or on another node. */
  private boolean isWatched(String sessionId) {
    return viewersBySession.containsKey(sessionId) || relay.isWanted(sessionId);
  }

  private void tell(String sessionId, CaptionEvent event) {
    show(sessionId, event);
    relay.pass(sessionId, event);
  }

  private void show(String sessionId, CaptionEvent event) {
    switch (event.kind()) {
      case PARTIAL -> partial(sessionId, event);
      case FINAL -> settled(sessionId, event);
      case STATE -> toAll(sessionId, event);
      case END -> ended(sessionId, event);
    }
  }

  /** One that comes after its final, which the database may be quicker with, is out of date. */
  private void partial(String sessionId, CaptionEvent event) {
    watching(sessionId).stream()
        .filter(viewer -> !viewer.catchingUp && !viewer.hasSettled(event.subject()))
        .forEach(viewer -> viewer.offer(event));
  }

  private void settled(String sessionId, CaptionEvent event) {
    for (Viewer viewer : watching(sessionId)) {
      if (event.seq() <= viewer.lastSeq) {
        continue;
      }
      viewer.awaitedSeq = Math.max(viewer.awaitedSeq, event.seq());
      if (!viewer.catchingUp
          && event.firstSeq() == viewer.lastSeq + 1
          && viewer.offerFinal(event)) {
        continue;
      }
      read(viewer);
    }
  }

  private void toAll(String sessionId, CaptionEvent event) {
    watching(sessionId).forEach(viewer -> viewer.offer(event));
  }

  private void ended(String sessionId, CaptionEvent end) {
    for (Viewer viewer : watching(sessionId)) {
      viewer.end = end;
      read(viewer); // a last look: nothing may be missing before the end
    }
  }

  private void read(Viewer viewer) {
    viewer.catchingUp = true;
    // Only half full or less: a page then fits, and a slow viewer is not read for in vain.
    if (viewer.reading || viewer.waiting() > OUTBOX / 2) {
      return;
    }
    viewer.reading = reading.offer(() -> readPage(viewer));
  }

  private void readPage(Viewer viewer) {
    ArchivePage page;
    try {
      boolean complete = archive.isComplete(viewer.sessionId);
      List<StoredLine> lines = archive.linesAfter(viewer.sessionId, viewer.lastSeq, PAGE);
      page = new ArchivePage(lines, lines.size() < PAGE, complete);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "event=captions-archive session=" + viewer.sessionId, e);
      lanes.after(RETRY, lane, () -> resume(viewer));
      return;
    }
    if (!lane.offer(() -> deliver(viewer, page))) {
      lanes.after(RETRY, lane, () -> resume(viewer));
    }
  }

  private void resume(Viewer viewer) {
    viewer.reading = false;
    read(viewer);
  }

  private void deliver(Viewer viewer, ArchivePage page) {
    viewer.reading = false;
    for (StoredUtterance utterance : page.utterances()) {
      CaptionEvent event = CaptionEvent.settled(utterance);
      if (!viewer.offerFinal(event)) {
        return; // the next heartbeat goes on
      }
    }
    if (!page.last() || viewer.lastSeq < viewer.awaitedSeq) {
      read(viewer);
      return;
    }
    viewer.catchingUp = false;
    finishIfComplete(viewer, page.complete());
  }

  private void finishIfComplete(Viewer viewer, boolean complete) {
    CaptionEvent end = viewer.end;
    if (end == null && complete) {
      end = CaptionEvent.ended(viewer.sessionId);
    }
    if (end != null) {
      viewer.offer(end);
      viewer.finish();
      remove(viewer);
    }
  }

  private void beat() {
    for (Set<Viewer> watching : List.copyOf(viewersBySession.values())) {
      for (Viewer viewer : List.copyOf(watching)) {
        if (!viewer.isOpen()) {
          remove(viewer);
        } else if (!viewer.heartbeat()) {
          cutOff(viewer);
        } else if (viewer.catchingUp) {
          read(viewer);
        }
      }
    }
  }

  /** Says who is watched here, and compares what viewers have with what is stored. */
  private void lookElsewhere() {
    relay.tidy();
    Set<String> elsewhere = new HashSet<>(viewersBySession.keySet());
    elsewhere.removeIf(relay::isOurs);
    if (elsewhere.isEmpty()) {
      return;
    }
    relay.ask(elsewhere);
    if (comparing.compareAndSet(false, true) && !reading.offer(() -> compare(elsewhere))) {
      comparing.set(false);
    }
  }

  private void compare(Set<String> sessionIds) {
    try {
      Map<String, Progress> progress = archive.progress(sessionIds);
      lane.offer(() -> progress.forEach(this::compared));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "event=captions-archive", e);
    } finally {
      comparing.set(false);
    }
  }

  private void compared(String sessionId, Progress progress) {
    for (Viewer viewer : watching(sessionId)) {
      if (progress.isOver() || viewer.lastSeq < progress.lastSeq()) {
        read(viewer);
      }
    }
  }

  private void cutOff(Viewer viewer) {
    LOG.log(
        System.Logger.Level.INFO,
        "event=viewer-cut-off session={0} waiting={1}: it took nothing between two heartbeats",
        viewer.sessionId,
        viewer.waiting());
    viewer.cut();
    remove(viewer);
  }

  private void remove(Viewer viewer) {
    Set<Viewer> watching = viewersBySession.get(viewer.sessionId);
    if (watching != null && watching.remove(viewer)) {
      viewers.decrementAndGet();
      if (watching.isEmpty()) {
        viewersBySession.remove(viewer.sessionId);
      }
    }
  }
}
