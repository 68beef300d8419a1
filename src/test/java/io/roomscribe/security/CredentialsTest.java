package io.roomscribe.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livekit.server.AccessToken;
import io.livekit.server.CanSubscribe;
import io.livekit.server.RoomAdmin;
import io.livekit.server.RoomJoin;
import io.livekit.server.RoomList;
import io.livekit.server.RoomName;
import io.livekit.server.VideoGrant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialsTest {

  private static final String KEY = "devkey";
  private static final String SECRET = "a-secret-of-thirty-two-characters";

  /** The SDK stamps tokens with the real time, so the verifier's clock is moved instead. */
  private final Instant issued = Instant.now();

  private final Credentials credentials = credentialsAt(issued);

  private Credentials credentialsAt(Instant now) {
    LiveKitTokens tokens = new LiveKitTokens(KEY, SECRET, Clock.fixed(now, ZoneOffset.UTC));
    return new Credentials(List.of("old-key", "new-key"), Optional.of(tokens), false);
  }

  private static String token(String key, String secret, VideoGrant... grants) {
    AccessToken token = new AccessToken(key, secret);
    token.setIdentity("alice");
    token.setTtl(Duration.ofMinutes(10).toMillis());
    token.addGrants(grants);
    return token.toJwt();
  }

  private static String bearer(VideoGrant... grants) {
    return "Bearer " + token(KEY, SECRET, grants);
  }

  @Test
  void identify_anyConfiguredKeyInEitherHeader_maySeeAllRooms() throws Exception {
    assertThat(credentials.identify("old-key", null).mayManage("r")).isTrue();
    assertThat(credentials.identify("new-key", null).readsAllRooms()).isTrue();
    assertThat(credentials.identify(null, "Bearer new-key").mayRead("r")).isTrue();
    assertThat(credentials.identify(null, "bearer new-key").name()).isEqualTo("api-key");
  }

  @Test
  void identify_wrongKey_isRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> credentials.identify("new-kez", null))
        .isInstanceOf(RefusedException.class)
        .hasMessageNotContaining("new-kez");
    assertThatThrownBy(() -> credentials.identify("", null)).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> credentials.identify(null, "Bearer new-kez"))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void identify_wrongKeyBesideAGoodToken_isRefused() {
    assertThatThrownBy(() -> credentials.identify("new-kez", "Bearer new-key"))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void identify_noCredential_isRefusedUnlessInDemo() throws Exception {
    assertThatThrownBy(() -> credentials.identify(null, null)).isInstanceOf(RefusedException.class);
    Credentials demo = new Credentials(List.of(), Optional.empty(), true);
    assertThat(demo.identify(null, null).mayManage("r")).isTrue();
    assertThatThrownBy(() -> demo.identify("anything", null)).isInstanceOf(RefusedException.class);
  }

  @Test
  void identify_blankKeyConfigured_letsNobodyIn() {
    Credentials blank = new Credentials(List.of("", " "), Optional.empty(), false);
    assertThatThrownBy(() -> blank.identify("", null)).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> blank.identify(null, "Bearer ")).isInstanceOf(RefusedException.class);
  }

  @Test
  void identify_otherScheme_isRefused() {
    assertThatThrownBy(() -> credentials.identify(null, "Basic bmV3LWtleQ=="))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Bearer");
  }

  @Test
  void identify_roomAdmin_managesAndReadsThatRoomOnly() throws Exception {
    Caller caller =
        credentials.identify(null, bearer(new RoomAdmin(true), new RoomName("standup")));
    assertThat(caller.mayManage("standup")).isTrue();
    assertThat(caller.mayRead("standup")).isTrue();
    assertThat(caller.mayManage("other")).isFalse();
    assertThat(caller.mayRead("other")).isFalse();
    assertThat(caller.readsAllRooms()).isFalse();
    assertThat(caller.name()).isEqualTo("livekit:alice");
  }

  @Test
  void identify_roomJoin_readsThatRoomOnly() throws Exception {
    Caller caller = credentials.identify(null, bearer(new RoomJoin(true), new RoomName("standup")));
    assertThat(caller.mayRead("standup")).isTrue();
    assertThat(caller.mayRead("other")).isFalse();
    assertThat(caller.mayManage("standup")).isFalse();
  }

  @Test
  void identify_roomJoinWithoutSubscribing_readsNothing() throws Exception {
    Caller caller =
        credentials.identify(
            null, bearer(new RoomJoin(true), new CanSubscribe(false), new RoomName("standup")));
    assertThat(caller.mayRead("standup")).isFalse();
  }

  @Test
  void identify_tokenWithoutRoomOrGrant_mayNothing() throws Exception {
    Caller anyRoom = credentials.identify(null, bearer(new RoomJoin(true), new RoomAdmin(true)));
    assertThat(anyRoom.mayRead("standup")).isFalse();
    assertThat(anyRoom.mayRead("")).isFalse();
    assertThat(anyRoom.mayManage("")).isFalse();
    Caller lister = credentials.identify(null, bearer(new RoomList(true), new RoomName("r")));
    assertThat(lister.mayRead("r")).isFalse();
    assertThat(lister.readsAllRooms()).isFalse();
    assertThat(credentials.identify(null, bearer()).mayRead("r")).isFalse();
  }

  @Test
  void identify_tokenOfAnotherSecretOrKey_isRefused() {
    VideoGrant[] grants = {new RoomAdmin(true), new RoomName("r")};
    assertThatThrownBy(
            () ->
                credentials.identify(
                    null, "Bearer " + token(KEY, "another-secret-of-32-characters!", grants)))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(
            () -> credentials.identify(null, "Bearer " + token("otherkey", SECRET, grants)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("another API key");
  }

  @Test
  void identify_unsignedToken_isRefused() {
    String payload = token(KEY, SECRET, new RoomAdmin(true), new RoomName("r")).split("\\.")[1];
    String none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + payload + ".";
    assertThatThrownBy(() -> credentials.identify(null, "Bearer " + none))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void identify_tokenAMinutePastItsEnd_isStillAcceptedThenRefused() throws Exception {
    String header = bearer(new RoomJoin(true), new RoomName("r"));
    Instant end = issued.plus(Duration.ofMinutes(10));
    assertThat(credentialsAt(end.plusSeconds(55)).identify(null, header).mayRead("r")).isTrue();
    assertThatThrownBy(() -> credentialsAt(end.plusSeconds(65)).identify(null, header))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("expired");
  }
}
