package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewKeeperTest {
  private final ManualLanes lanes = new ManualLanes(new ManualClock());
  private final List<String> stored = new ArrayList<>();
  private boolean away;
  private Runnable whileStoring = () -> {};

  private final ViewKeeper keeper = new ViewKeeper(lanes, this::store);

  @Test
  void keep_storeThere_storesAtOnce() {
    keeper.keep(view("a", "ACTIVE"));

    assertThat(stored).containsExactly("a ACTIVE");
    assertThat(keeper.waiting("a")).isEmpty();
  }

  @Test
  void keep_storeAwayForAWhile_storesTheLastViewOfEachSessionOnceItIsBack() {
    away = true;
    keeper.keep(view("a", "ACTIVE"));
    keeper.keep(view("a", "STOPPING"));
    keeper.keep(view("a", "ENDED"));
    keeper.keep(view("b", "ACTIVE"));
    lanes.advance(Duration.ofMinutes(10));
    assertThat(stored).isEmpty();
    assertThat(keeper.waiting("a")).contains(view("a", "ENDED"));

    away = false;
    lanes.advance(Duration.ofSeconds(15));

    assertThat(stored).containsExactlyInAnyOrder("a ENDED", "b ACTIVE");
    assertThat(keeper.waiting("a")).isEmpty();
    assertThat(lanes.timers()).isZero();
  }

  @Test
  void keep_laterViewWhileTheEarlierIsBeingStored_isStoredAfterIt() {
    away = true;
    keeper.keep(view("a", "STOPPING"));
    away = false;
    whileStoring =
        () -> {
          whileStoring = () -> {};
          keeper.keep(view("a", "ENDED"));
        };

    lanes.advance(Duration.ofMinutes(1));

    assertThat(stored).containsExactly("a STOPPING", "a ENDED");
    assertThat(keeper.waiting("a")).isEmpty();
  }

  private void store(SessionView view) {
    if (away) {
      throw new IllegalStateException("connection refused");
    }
    whileStoring.run();
    stored.add(view.id() + " " + view.state());
  }

  private static SessionView view(String id, String state) {
    SessionOptions options =
        new SessionOptions(List.of("en"), false, List.of(), true, 0.3, "tracks", false);
    SessionView first =
        SessionRecord.first(id, new SessionRecord.Request("room", options, "fake"), Instant.EPOCH);
    SessionRecord record = new SessionRecord(first, Duration.ZERO, view -> {});
    record.to(SessionState.valueOf(state), "cause", Instant.EPOCH);
    return record.view();
  }
}
