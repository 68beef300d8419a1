package io.roomscribe.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayQuestionTest {

  @Test
  void nginx_asksForAPublisher_isUnderstood() {
    // As nginx 1.22 with libnginx-mod-rtmp 1.2.2 posts it.
    assertThat(
            RelayQuestion.ofNginx(
                "app=live&flashver=FMLE/3.0&swfurl=&tcurl=rtmp://127.0.0.1:1935/live&pageurl="
                    + "&addr=127.0.0.1&clientid=7&call=publish&name=s1&type=live&key=a%2Db"))
        .isEqualTo(new RelayQuestion(RelayQuestion.Deed.PUBLISH, "s1", "a-b", "7"));
  }

  @Test
  void mediaMtx_asksForAPublisher_isUnderstood() {
    assertThat(
            RelayQuestion.ofMediaMtx(
                """
                {"user":"","password":"","token":"","ip":"10.0.0.9","action":"publish",
                 "path":"live/s1","protocol":"rtmp","id":"c5","query":"key=a-b"}"""))
        .isEqualTo(new RelayQuestion(RelayQuestion.Deed.PUBLISH, "s1", "a-b", "c5"));
  }

  @Test
  void mediaMtx_asksForAReader_isUnderstood() {
    assertThat(RelayQuestion.ofMediaMtx("{\"action\":\"read\",\"path\":\"live/s1\"}").deed())
        .isEqualTo(RelayQuestion.Deed.PLAY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "no json", "{\"action\":"})
  void mediaMtx_postsSomethingElse_isNoQuestion(String text) {
    assertThatThrownBy(() -> RelayQuestion.ofMediaMtx(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void key_inTheLog_doesNotShow() {
    assertThat(RelayQuestion.ofNginx("call=publish&name=s1%0Ax&key=secret").toString())
        .doesNotContain("secret")
        .doesNotContain("\n");
  }
}
