package io.roomscribe.captions;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.cluster.NodeBus;
import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import io.roomscribe.rooms.SessionChanged;
import io.roomscribe.transcripts.Spoken;
import io.roomscribe.transcripts.TranscriptClosed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CaptionFeedTest {
  private static final Duration BEAT = Duration.ofSeconds(15);

  private final ManualClock clock = new ManualClock();
  private final ManualLanes lanes = new ManualLanes(clock);
  private final Shelf archive = new Shelf("s");
  private final CaptionRelay alone = new CaptionRelay(NodeBus.NONE, clock, session -> true);
  private final CaptionFeed feed = new CaptionFeed(lanes, archive, alone, BEAT);

  private Viewer watch(Wire wire, long lastSeq) {
    Viewer viewer = new Viewer("s", lastSeq, wire, 256);
    feed.add(viewer);
    return viewer;
  }

  @Test
  void viewer_resuming_getsTheRestAndThenWhatComes() {
    archive.store();
    archive.store();
    Wire wire = new Wire();
    watch(wire, 1);
    lanes.run();
    feed.onStored(archive.store());
    lanes.run();

    assertThat(wire.ids()).containsExactly("2", "3");
  }

  @Test
  void viewer_finalsStoredWhileItComes_getsEachOnce() {
    archive.store();
    Wire wire = new Wire();
    watch(wire, 0);
    feed.onStored(archive.store()); // in the database already and announced after the viewer came
    lanes.run();

    assertThat(wire.ids()).containsExactly("1", "2");
  }

  @Test
  void viewer_anAnnouncementWasLost_getsTheMissingOneFromTheDatabase() {
    Wire wire = new Wire();
    watch(wire, 0);
    lanes.run();
    archive.store();
    feed.onStored(archive.store());
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
      feed.onStored(archive.store());
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
    feed.onStored(archive.store());
    lanes.advance(BEAT.multipliedBy(2));

    assertThat(wire.open).isFalse();
    assertThat(feed.viewers()).isZero();
  }

  @Test
  void session_ends_viewersGetTheLastFinalsBeforeTheEnd() {
    Wire wire = new Wire();
    watch(wire, 0);
    lanes.run();
    archive.store(); // its announcement never came
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
    outbox.offer(CaptionEvent.settled(archive.store()));

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
