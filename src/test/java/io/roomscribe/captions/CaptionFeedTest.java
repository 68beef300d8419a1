package io.roomscribe.captions;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.cluster.NodeBus;
import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import io.roomscribe.rooms.SessionChanged;
import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.transcripts.Spoken;
import io.roomscribe.transcripts.StoredLine;
import io.roomscribe.transcripts.StoredUtterance;
import io.roomscribe.transcripts.TranscriptClosed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CaptionFeedTest {
  private static final Duration BEAT = Duration.ofSeconds(15);

  private final ManualClock clock = new ManualClock();
  private final ManualLanes lanes = new ManualLanes(clock);
  private final Shelf archive = new Shelf();
  private final CaptionRelay alone = new CaptionRelay(NodeBus.NONE, clock, session -> true);
  private final CaptionFeed feed = new CaptionFeed(lanes, archive, alone, BEAT);

  /** Stored lines of one session. */
  private static final class Shelf implements CaptionFeed.Archive {
    final List<StoredLine> lines = new ArrayList<>();
    boolean complete;

    @Override
    public List<StoredLine> linesAfter(String sessionId, long seq, int limit) {
      return lines.stream().filter(line -> line.seq() > seq).limit(limit).toList();
    }

    @Override
    public boolean isComplete(String sessionId) {
      return complete;
    }

    @Override
    public Map<String, CaptionFeed.Progress> progress(Set<String> sessionIds) {
      return Map.of();
    }
  }

  private StoredUtterance store() {
    long seq = archive.lines.size() + 1;
    SpokenUtterance spoken = Spoken.utterance("s", "u" + seq, Spoken.line("anna", seq, "t" + seq));
    StoredLine line =
        new StoredLine(
            seq,
            "s",
            "standup",
            "u" + seq,
            0,
            seq,
            seq + 1,
            Spoken.EPOCH,
            "en",
            1,
            "t" + seq,
            spoken.lines().get(0).speakers(),
            List.of());
    archive.lines.add(line);
    return new StoredUtterance("s", "standup", "u" + seq, "en", List.of(line));
  }

  private Viewer watch(Wire wire, long lastSeq) {
    Viewer viewer = new Viewer("s", lastSeq, wire, 256);
    feed.add(viewer);
    return viewer;
  }

  @Test
  void viewer_resuming_getsTheRestAndThenWhatComes() {
    store();
    store();
    Wire wire = new Wire();
    watch(wire, 1);
    lanes.run();
    feed.onStored(store());
    lanes.run();

    assertThat(wire.ids()).containsExactly("2", "3");
  }

  @Test
  void viewer_finalsStoredWhileItComes_getsEachOnce() {
    store();
    Wire wire = new Wire();
    watch(wire, 0);
    feed.onStored(store()); // in the database already and announced after the viewer came
    lanes.run();

    assertThat(wire.ids()).containsExactly("1", "2");
  }

  @Test
  void viewer_anAnnouncementWasLost_getsTheMissingOneFromTheDatabase() {
    Wire wire = new Wire();
    watch(wire, 0);
    lanes.run();
    store();
    feed.onStored(store());
    lanes.run();

    assertThat(wire.ids()).containsExactly("1", "2");
  }

  @Test
  void viewer_slow_getsEveryFinalOnceItReadsAgain() {
    Wire wire = new Wire();
    Viewer viewer = watch(wire, 0);
    lanes.run();
    wire.ready = false;
    for (int i = 0; i < 1000; i++) {
      feed.onStored(store());
      lanes.run();
    }
    assertThat(viewer.waiting()).isLessThanOrEqualTo(256);
    wire.ready = true;
    feed.onWritable(viewer);
    lanes.run();

    assertThat(wire.ids()).hasSize(1000).doesNotHaveDuplicates().startsWith("1").endsWith("1000");
  }

  @Test
  void viewer_thatTakesNothing_isCutOffAndForgotten() {
    Wire wire = new Wire();
    watch(wire, 0);
    lanes.run();
    wire.ready = false;
    feed.onStored(store());
    lanes.advance(BEAT.multipliedBy(2));

    assertThat(wire.open).isFalse();
    assertThat(feed.viewers()).isZero();
  }

  @Test
  void session_ends_viewersGetTheLastFinalsBeforeTheEnd() {
    Wire wire = new Wire();
    watch(wire, 0);
    lanes.run();
    store(); // its announcement never came
    feed.onClosed(
        new TranscriptClosed(new SessionChanged("s", "standup", "ENDED", true, "stopped")));
    lanes.run();

    assertThat(wire.ids()).containsExactly("1");
    assertThat(wire.text()).contains("event: end\n").contains("stopped");
    assertThat(wire.open).isFalse();
  }

  @Test
  void outbox_fullOfPartials_keepsFinals() {
    Outbox outbox = new Outbox(2);
    outbox.offer(CaptionEvent.partial(Spoken.utterance("s", "a", Spoken.line("anna", 0, "a"))));
    outbox.offer(CaptionEvent.partial(Spoken.utterance("s", "b", Spoken.line("anna", 0, "b"))));
    outbox.offer(CaptionEvent.settled(store()));

    assertThat(outbox.poll().subject()).isEqualTo("b");
    assertThat(outbox.poll().kind()).isEqualTo(CaptionEvent.Kind.FINAL);
  }

  @Test
  void outbox_newerPartialOfAnUtterance_replacesTheOlder() {
    Outbox outbox = new Outbox(5);
    outbox.offer(CaptionEvent.partial(Spoken.utterance("s", "a", Spoken.line("anna", 0, "old"))));
    outbox.offer(CaptionEvent.partial(Spoken.utterance("s", "a", Spoken.line("anna", 0, "new"))));

    assertThat(outbox.poll().text()).contains("new");
    assertThat(outbox.poll()).isNull();
  }
}
