package io.roomscribe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages as notifications, and back. */
class BusSlipTest {

  private static final int POSTGRES_MOST_BYTES = 7_999;

  private final BusInbox inbox = new BusInbox("me");

  private BusInbox.Taken takeAll(List<String> notifications) {
    BusInbox.Taken last = BusInbox.Taken.NOTHING;
    for (String notification : notifications) {
      last = inbox.take(notification);
    }
    return last;
  }

  @Test
  void message_ofManyBytes_goesInPartsThatPostgresTakesAndComesBackWhole() {
    String json = "{\"t\":\"" + "aé€😀".repeat(3_000) + "\"}";

    List<String> notifications = BusSlip.of("anna", 1, "t", json);

    assertThat(notifications)
        .hasSizeGreaterThan(3)
        .allMatch(each -> each.getBytes(StandardCharsets.UTF_8).length <= POSTGRES_MOST_BYTES);
    assertThat(takeAll(notifications).message()).contains(new BusInbox.Message("t", json));
  }

  @Test
  void message_tooLong_isNone() {
    assertThat(BusSlip.of("anna", 1, "t", "x".repeat(130_000))).isEmpty();
  }

  @Test
  void inbox_ownMessage_isLeftOut() {
    assertThat(takeAll(BusSlip.of("me", 5, "t", "{}"))).isEqualTo(BusInbox.Taken.NOTHING);
  }

  @Test
  void inbox_somebodyElsesNotification_isLeftOut() {
    assertThat(inbox.take("cache invalidated")).isEqualTo(BusInbox.Taken.NOTHING);
  }

  @Test
  void inbox_firstMessageOfASender_isNoHole() {
    assertThat(takeAll(BusSlip.of("anna", 70, "t", "{}")).isHole()).isFalse();
  }

  @Test
  void inbox_numberLeftOut_isAHoleOnceAndTheMessageComesThrough() {
    takeAll(BusSlip.of("anna", 1, "t", "{}"));

    BusInbox.Taken third = takeAll(BusSlip.of("anna", 3, "t", "{}"));

    assertThat(third.isHole()).isTrue();
    assertThat(third.message()).isPresent();
    assertThat(takeAll(BusSlip.of("anna", 4, "t", "{}")).isHole()).isFalse();
  }

  @Test
  void inbox_sendersInterleaved_areToldApart() {
    List<String> anna = BusSlip.of("anna", 1, "t", "a".repeat(9_000));
    List<String> ben = BusSlip.of("ben", 1, "t", "b".repeat(9_000));
    List<BusInbox.Taken> taken = new ArrayList<>();
    for (int i = 0; i < anna.size(); i++) {
      taken.add(inbox.take(anna.get(i)));
      taken.add(inbox.take(ben.get(i)));
    }

    assertThat(taken).noneMatch(BusInbox.Taken::isHole);
    assertThat(taken.stream().flatMap(each -> each.message().stream()))
        .extracting(BusInbox.Message::json)
        .containsExactly("a".repeat(9_000), "b".repeat(9_000));
  }

  @Test
  void inbox_partLost_givesNoHalfMessage() {
    takeAll(BusSlip.of("anna", 1, "t", "{}"));
    List<String> parts = BusSlip.of("anna", 2, "t", "x".repeat(20_000));

    assertThat(inbox.take(parts.get(0)).isHole()).isFalse();
    BusInbox.Taken last = inbox.take(parts.get(2));

    assertThat(last.isHole()).isTrue();
    assertThat(last.message()).isEmpty();
    assertThat(takeAll(BusSlip.of("anna", 3, "t", "{}")).message()).isPresent();
  }
}
