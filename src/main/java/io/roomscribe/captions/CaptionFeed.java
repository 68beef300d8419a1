package io.roomscribe.captions;

import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.rooms.SessionChanged;
import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.transcripts.StoredLine;
import io.roomscribe.transcripts.StoredUtterance;
import io.roomscribe.transcripts.TranscriptClosed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who watches which session, and what they have seen of it.
 *
 * <p>Finals have numbers without holes. A viewer that misses one, for whatever reason (it has just
 * come, its outbox was full, an event was lost on the way), is caught up from the database: until
 * the page read there reaches the greatest number heard of, live finals only raise that number. So
 * nothing is lost and nothing comes twice, and a slow viewer costs no memory but its outbox.
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
  }

  private record Page(List<StoredLine> lines, boolean last, boolean complete) {}

  private final Lanes lanes;
  private final Lane lane;
  private final Lane reading;
  private final Archive archive;
  private final Map<String, Set<Viewer>> viewersBySession = new HashMap<>();
  private final AtomicInteger viewers = new AtomicInteger();

  CaptionFeed(Lanes lanes, Archive archive, Duration heartbeat) {
    this.lanes = lanes;
    this.lane = lanes.computeLane("captions", 8192);
    this.reading = lanes.blockingLane("captions-archive", 4096);
    this.archive = archive;
    lanes.every(heartbeat, lane, this::beat);
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
    lane.offer(() -> partial(utterance));
  }

  void onStored(StoredUtterance utterance) {
    lane.offer(() -> settled(utterance));
  }

  void onChanged(SessionChanged change) {
    lane.offer(
        () -> toAll(change.sessionId(), CaptionEvent.state(CaptionEvent.Kind.STATE, change)));
  }

  void onClosed(TranscriptClosed closed) {
    CaptionEvent end = CaptionEvent.state(CaptionEvent.Kind.END, closed.session());
    lane.offer(() -> ended(closed.session().sessionId(), end));
  }

  private List<Viewer> watching(String sessionId) {
    return List.copyOf(viewersBySession.getOrDefault(sessionId, Set.of()));
  }

  private void partial(SpokenUtterance utterance) {
    List<Viewer> watching = watching(utterance.sessionId());
    if (watching.isEmpty()) {
      return;
    }
    CaptionEvent event = CaptionEvent.partial(utterance);
    watching.stream().filter(viewer -> !viewer.catchingUp).forEach(viewer -> viewer.offer(event));
  }

  private void settled(StoredUtterance utterance) {
    List<Viewer> watching = watching(utterance.sessionId());
    if (watching.isEmpty()) {
      return;
    }
    CaptionEvent event = CaptionEvent.settled(utterance);
    long first = utterance.lines().get(0).seq();
    for (Viewer viewer : watching) {
      if (event.seq() <= viewer.lastSeq) {
        continue;
      }
      viewer.awaitedSeq = Math.max(viewer.awaitedSeq, event.seq());
      if (!viewer.catchingUp && first == viewer.lastSeq + 1 && viewer.offer(event)) {
        viewer.lastSeq = event.seq();
      } else {
        read(viewer);
      }
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
    Page page;
    try {
      boolean complete = archive.isComplete(viewer.sessionId);
      List<StoredLine> lines = archive.linesAfter(viewer.sessionId, viewer.lastSeq, PAGE);
      page = new Page(lines, lines.size() < PAGE, complete);
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

  private void deliver(Viewer viewer, Page page) {
    viewer.reading = false;
    for (StoredUtterance utterance : utterances(page)) {
      CaptionEvent event = CaptionEvent.settled(utterance);
      if (!viewer.offer(event)) {
        return; // the next heartbeat goes on
      }
      viewer.lastSeq = event.seq();
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

  /** Whole utterances only: one that a full page may have cut is left to the next page. */
  private static List<StoredUtterance> utterances(Page page) {
    List<StoredUtterance> utterances = new ArrayList<>();
    List<StoredLine> run = new ArrayList<>();
    for (StoredLine line : page.lines()) {
      if (!run.isEmpty() && !run.get(0).utteranceId().equals(line.utteranceId())) {
        utterances.add(utterance(run));
        run.clear();
      }
      run.add(line);
    }
    if (!run.isEmpty() && (page.last() || utterances.isEmpty())) {
      utterances.add(utterance(run));
    }
    return utterances;
  }

  private static StoredUtterance utterance(List<StoredLine> lines) {
    StoredLine first = lines.get(0);
    return new StoredUtterance(
        first.sessionId(), first.room(), first.utteranceId(), first.language(), lines);
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
