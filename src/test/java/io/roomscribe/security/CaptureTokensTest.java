package io.roomscribe.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CaptureTokensTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LIFETIME = Duration.ofMinutes(2);

  private final CaptureTokens tokens = new CaptureTokens(LIFETIME, 3);

  @Test
  void issue_always_givesUrlSafeTextOf192BitsThatDiffers() {
    String first = tokens.issue("s1", "TR_a", NOW);
    assertThat(first).matches("[A-Za-z0-9_-]{32}");
    assertThat(tokens.issue("s1", "TR_a", NOW)).isNotEqualTo(first);
  }

  @Test
  void redeem_twice_isTrueOnce() {
    String token = tokens.issue("s1", "TR_a", NOW);
    assertThat(tokens.redeem("s1", "TR_a", token, NOW)).isTrue();
    assertThat(tokens.redeem("s1", "TR_a", token, NOW)).isFalse();
  }

  @Test
  void redeem_ofAnotherTrackOrSession_isFalseAndSpendsTheToken() {
    String token = tokens.issue("s1", "TR_a", NOW);
    assertThat(tokens.redeem("s1", "TR_b", token, NOW)).isFalse();
    assertThat(tokens.redeem("s1", "TR_a", token, NOW)).isFalse();
    assertThat(tokens.redeem("s2", "TR_a", tokens.issue("s1", "TR_a", NOW), NOW)).isFalse();
  }

  @Test
  void redeem_namesThatJoinToTheSameText_areToldApart() {
    String token = tokens.issue("s1", "2TR_a", NOW);
    assertThat(tokens.redeem("s12", "TR_a", token, NOW)).isFalse();
  }

  @Test
  void redeem_untilTheLifetimeIsOver_isTrueThenFalse() {
    String inTime = tokens.issue("s1", "TR_a", NOW);
    String late = tokens.issue("s1", "TR_a", NOW);
    assertThat(tokens.redeem("s1", "TR_a", inTime, NOW.plus(LIFETIME).minusNanos(1))).isTrue();
    assertThat(tokens.redeem("s1", "TR_a", late, NOW.plus(LIFETIME))).isFalse();
  }

  @Test
  void redeem_neverIssued_isFalse() {
    assertThat(tokens.redeem("s1", "TR_a", "", NOW)).isFalse();
    assertThat(tokens.redeem("s1", "TR_a", "no-such-token", NOW)).isFalse();
  }

  @Test
  void issue_beyondTheBound_forgetsTheOldest() {
    String first = tokens.issue("s1", "TR_1", NOW);
    String second = tokens.issue("s1", "TR_2", NOW);
    tokens.issue("s1", "TR_3", NOW);
    tokens.issue("s1", "TR_4", NOW);
    assertThat(tokens.redeem("s1", "TR_1", first, NOW)).isFalse();
    assertThat(tokens.redeem("s1", "TR_2", second, NOW)).isTrue();
  }

  @Test
  void issue_afterOthersExpired_takesTheirPlaceInsteadOfALivingOnes() {
    tokens.issue("s1", "TR_1", NOW);
    tokens.issue("s1", "TR_2", NOW);
    Instant later = NOW.plus(LIFETIME);
    String living = tokens.issue("s1", "TR_3", later);
    tokens.issue("s1", "TR_4", later);
    tokens.issue("s1", "TR_5", later);
    assertThat(tokens.redeem("s1", "TR_3", living, later)).isTrue();
  }
}
