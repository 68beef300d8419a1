package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EgressLedgerTest {

  private static final EgressNeed FIVE_AND_RESERVE = new EgressNeed(6, true);
  private static final EgressNeed ONE_AND_RESERVE = new EgressNeed(2, true);
  private static final EgressNeed TWO_AND_RESERVE = new EgressNeed(3, true);

  private final List<String> told = new ArrayList<>();

  private static Map<String, EgressNeed> needs(EgressNeed... needs) {
    Map<String, EgressNeed> byRoom = new LinkedHashMap<>();
    for (EgressNeed need : needs) {
      byRoom.put("r" + (byRoom.size() + 1), need);
    }
    return byRoom;
  }

  private EgressLedger ledger(int max, String... rooms) {
    EgressLedger ledger = new EgressLedger(max);
    for (String room : rooms) {
      ledger.join(room, () -> told.add(room));
    }
    return ledger;
  }

  @Test
  void shares_fiveSpeakersAndNotSixEgresses_isOne() {
    for (int egresses = 1; egresses <= 5; egresses++) {
      assertThat(EgressShares.of(needs(FIVE_AND_RESERVE), egresses)).containsEntry("r1", 1);
    }
    assertThat(EgressShares.of(needs(FIVE_AND_RESERVE), 6)).containsEntry("r1", 6);
  }

  @Test
  void shares_moreRoomsThanEgresses_goToTheFirstRooms() {
    assertThat(EgressShares.of(needs(ONE_AND_RESERVE, FIVE_AND_RESERVE, ONE_AND_RESERVE), 2))
        .containsExactly(Map.entry("r1", 1), Map.entry("r2", 1), Map.entry("r3", 0));
  }

  @Test
  void shares_everyRoomHasOne_theRestGoesToTheSmallestNeedFirst() {
    assertThat(EgressShares.of(needs(FIVE_AND_RESERVE, TWO_AND_RESERVE, ONE_AND_RESERVE), 6))
        .containsExactly(Map.entry("r1", 1), Map.entry("r2", 3), Map.entry("r3", 2));
  }

  @Test
  void shares_emptyRoom_takesNothing() {
    assertThat(EgressShares.of(needs(EgressNeed.NONE, ONE_AND_RESERVE), 1))
        .containsExactly(Map.entry("r1", 0), Map.entry("r2", 1));
  }

  @Test
  void shares_tracksOnly_takeWhatIsThere() {
    assertThat(EgressShares.of(needs(new EgressNeed(5, false)), 3)).containsEntry("r1", 3);
  }

  @Test
  void take_allInUse_waitsAndIsToldWhenOneIsGivenBack() {
    EgressLedger ledger = ledger(1, "r1", "r2");
    ledger.allot("r1", ONE_AND_RESERVE, 0);
    ledger.allot("r2", ONE_AND_RESERVE, 0);
    assertThat(ledger.take("r1", false, 0)).isTrue();
    assertThat(ledger.take("r2", false, 0)).isFalse();
    assertThat(ledger.usage(0).roomsWaiting()).isEqualTo(1);

    ledger.leave("r1");
    ledger.waiting().forEach(Runnable::run);

    assertThat(told).containsExactly("r2");
    assertThat(ledger.take("r2", false, 0)).isTrue();
  }

  @Test
  void take_placeFreeButShareUsed_isForASwitchOnly() {
    EgressLedger ledger = ledger(2, "r1", "r2");
    ledger.allot("r1", FIVE_AND_RESERVE, 0);
    assertThat(ledger.take("r1", false, 0)).isTrue();
    assertThat(ledger.take("r1", false, 0)).isFalse();
    assertThat(ledger.take("r1", true, 0)).isTrue();
    assertThat(ledger.usage(0).inUse()).isEqualTo(2);
  }

  @Test
  void allot_roomEnds_itsShareIsFreed() {
    EgressLedger ledger = ledger(3, "r1", "r2");
    ledger.allot("r1", ONE_AND_RESERVE, 0);
    assertThat(ledger.allot("r2", TWO_AND_RESERVE, 0)).isEqualTo(1);
    ledger.leave("r1");
    assertThat(ledger.allot("r2", TWO_AND_RESERVE, 0)).isEqualTo(3);
  }

  @Test
  void refused_budgetIsWhatRunsForAWhileAndLongerTheNextTime() {
    EgressLedger ledger = ledger(100, "r1");
    ledger.allot("r1", new EgressNeed(5, false), 0);
    ledger.take("r1", false, 0);
    ledger.take("r1", false, 0);
    ledger.refused(0);
    assertThat(ledger.usage(0).effective()).isEqualTo(2);
    assertThat(ledger.take("r1", true, 0)).isFalse();

    long after = Duration.ofSeconds(6).toNanos();
    assertThat(ledger.usage(after).effective()).isEqualTo(100);
    ledger.refused(after);
    assertThat(ledger.usage(after + Duration.ofSeconds(7).toNanos()).effective()).isEqualTo(2);
  }

  @Test
  void refused_nothingOfOursRuns_oneIsLeftToTryWith() {
    EgressLedger ledger = ledger(100, "r1");
    ledger.allot("r1", FIVE_AND_RESERVE, 0);
    ledger.refused(0);
    assertThat(ledger.allot("r1", FIVE_AND_RESERVE, 0)).isEqualTo(1);
  }
}
