package io.roomscribe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {

  @Test
  void misplaced_ascending_isNone() {
    assertThat(Order.misplaced(List.of(1L, 2L, 5L))).isZero();
    assertThat(Order.misplaced(List.of())).isZero();
  }

  @Test
  void misplaced_oneLateAndTwoSwapped_areCountedOnce() {
    assertThat(Order.misplaced(List.of(2L, 3L, 4L, 1L))).isEqualTo(1);
    assertThat(Order.misplaced(List.of(1L, 3L, 2L, 4L))).isEqualTo(1);
  }
}
