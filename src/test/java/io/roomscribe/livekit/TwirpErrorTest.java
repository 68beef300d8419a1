package io.roomscribe.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.rooms.GatewayException;
import io.roomscribe.rooms.GatewayException.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwirpErrorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          429 | resource_exhausted  | rate limit exceeded                             | QUOTA
          429 | ''                  | Too Many Requests                               | QUOTA
          403 | permission_denied   | concurrent egress sessions limit exceeded       | QUOTA
          503 | unavailable         | no response from servers                        | NO_CAPACITY
          503 | unavailable         | not enough CPU                                  | NO_CAPACITY
          503 | unavailable         | server is shutting down                         | NO_CAPACITY
          403 | permission_denied   | CPU exhausted: 2.00 cores used                  | NO_CAPACITY
          503 | unavailable         | something else                                  | UNKNOWN_OUTCOME
          404 | not_found           | requested room does not exist                   | NOT_FOUND
          404 | not_found           | egress does not exist                           | NOT_FOUND
          401 | unauthenticated     | permissions denied                              | UNAUTHORIZED
          401 | ''                  | invalid API key                                 | UNAUTHORIZED
          403 | permission_denied   | no                                              | UNAUTHORIZED
          400 | invalid_argument    | request has missing or invalid field: track_id  | INVALID_REQUEST
          412 | failed_precondition | egress with status EGRESS_COMPLETE cannot be stopped | INVALID_REQUEST
          500 | internal            | egress not connected (redis required)           | INVALID_REQUEST
          301 | ''                  | Moved Permanently                               | INVALID_REQUEST
          404 | bad_route           | no handler for path                             | UNSUPPORTED
          501 | unimplemented       | not implemented                                 | UNSUPPORTED
          500 | internal            | handler failed to start                         | UNKNOWN_OUTCOME
          408 | deadline_exceeded   | request timed out                               | UNKNOWN_OUTCOME
          404 | ''                  | default backend - 404                           | UNKNOWN_OUTCOME
          502 | ''                  | Bad Gateway                                     | UNKNOWN_OUTCOME
          """)
  void category_ofEachKnownRefusal_saysWhatToDo(
      int status, String code, String message, Category expected) {
    assertThat(new TwirpError(status, code, message).category()).isEqualTo(expected);
  }

  @Test
  void of_twirpJson_takesCodeAndWords() {
    TwirpError error =
        TwirpError.of(404, "{\"code\":\"not_found\",\"msg\":\"gone\",\"meta\":{\"a\":\"b\"}}");
    assertThat(error).isEqualTo(new TwirpError(404, "not_found", "gone"));
  }

  @Test
  void of_otherBodies_keepsTheStatusAndWhatWasSaid() {
    assertThat(TwirpError.of(502, "<html>Bad Gateway</html>"))
        .isEqualTo(new TwirpError(502, "", "<html>Bad Gateway</html>"));
    assertThat(TwirpError.of(500, "")).isEqualTo(new TwirpError(500, "", ""));
    assertThat(TwirpError.of(500, "[1]").code()).isEmpty();
    assertThat(TwirpError.of(500, "x".repeat(5000)).message()).hasSizeLessThan(310);
  }

  @Test
  void of_messageThatRepeatsTheCaptureUrl_leavesTheTokenOut() {
    String body =
        "{\"code\":\"invalid_argument\",\"msg\":\"invalid url"
            + " wss://scribe.example/egress/audio/s/TR_x?token=geheim: invalid scheme\"}";
    GatewayException exception = TwirpError.of(400, body).toException("StartTrackEgress");
    assertThat(exception).hasMessageNotContaining("geheim").hasMessageContaining("invalid scheme");
  }

  /** As livekit-server 1.13.5 answers a token it does not accept. */
  @Test
  void of_messageThatRepeatsTheAccessToken_leavesItOut() {
    TwirpError error =
        TwirpError.of(
            401, "invalid token: eyJhbGciOi.eyJ2aWRl-_.c2ln, error: token signature is invalid");
    assertThat(error.message())
        .isEqualTo("invalid token: <token>, error: token signature is invalid");
    assertThat(error.category()).isEqualTo(Category.UNAUTHORIZED);
  }

  @Test
  void toException_withoutRedis_namesRedisOnBothSides() {
    GatewayException exception =
        new TwirpError(500, "internal", "egress not connected (redis required)")
            .toException("StartTrackEgress");
    assertThat(exception).hasMessageContaining("livekit-server and egress share a Redis");
  }
}
