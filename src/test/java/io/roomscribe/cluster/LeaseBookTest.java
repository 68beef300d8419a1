package io.roomscribe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.lanes.ManualClock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaseBookTest {

  private static final Duration LEASE = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock();
  private final LeaseBook book = new LeaseBook(clock, LEASE);

  @Test
  void mayAct_frozenPastTheLeaseAmongOthers_actsForNothingUntilRenewed() {
    book.hold("s1", 1);
    assertThat(renewed(Map.of("s1", 1L), 1)).isEmpty();
    assertThat(book.mayAct("s1")).isTrue();

    clock.advance(LEASE);
    assertThat(book.mayAct("s1")).isFalse();

    assertThat(renewed(Map.of("s1", 1L), 1)).isEmpty();
    assertThat(book.mayAct("s1")).isTrue();
  }

  @Test
  void mayAct_databaseAwayForANodeAlone_goesOn() {
    book.hold("s1", 1);
    assertThat(renewed(Map.of("s1", 1L), 0)).isEmpty();

    clock.advance(LEASE.multipliedBy(6));

    assertThat(book.mayAct("s1")).isTrue();
  }

  @Test
  void mayAct_renewalThatTookTheWholeLease_isLapsedAlready() {
    book.hold("s1", 1);
    long askedNs = clock.nanoTime();
    clock.advance(LEASE);

    assertThat(book.renewed(book.held(), Map.of("s1", 1L), askedNs, 1)).isEmpty();

    assertThat(book.mayAct("s1")).isFalse();
  }

  @Test
  void renewed_sessionWithALaterFence_isLostAndItsWritesKeepTheOldOne() {
    book.hold("s1", 1);
    book.hold("s2", 4);

    assertThat(renewed(Map.of("s1", 2L, "s2", 4L), 1)).containsExactly("s1");

    assertThat(book.mayAct("s1")).isFalse();
    assertThat(book.fence("s1")).isEqualTo(1);
    assertThat(book.held()).containsOnlyKeys("s2");
  }

  @Test
  void renewed_sessionBegunWhileTheDatabaseWasAsked_isKept() {
    Map<String, Long> believed = book.held();
    book.hold("s1", 1);

    assertThat(book.renewed(believed, Map.of(), clock.nanoTime(), 1)).isEmpty();

    assertThat(book.mayAct("s1")).isTrue();
  }

  @Test
  void fence_sessionThatIsOver_isRememberedForLateWrites() {
    book.hold("s1", 3);
    book.letGo("s1");

    assertThat(book.fence("s1")).isEqualTo(3);
    assertThat(book.fence("never")).isZero();
  }

  private Set<String> renewed(Map<String, Long> owned, int others) {
    return book.renewed(book.held(), owned, clock.nanoTime(), others);
  }
}
