package io.roomscribe.standin.gladia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomscribe.standin.speech.Resample;
import io.roomscribe.standin.speech.Wav;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GladiaStandInTest {

  private static final String EVERYTHING =
      "{\"endpointing\":0.3,\"maximum_duration_without_endpointing\":20,\"messages_config\":"
          + "{\"receive_partial_transcripts\":true,\"receive_lifecycle_events\":true}}";

  private GladiaStandIn standIn = GladiaStandIn.start(StandInOptions.tones());

  @AfterEach
  void close() {
    standIn.close();
  }

  @Test
  void session_toneWords_comeBackInDocumentedOrder() {
    LiveClient client = LiveClient.connect(url(EVERYTHING));

    client.audio(said("good morning everyone")).audio(said("second utterance")).stop();

    assertThat(client.closeCode()).isEqualTo(1000);
    assertThat(client.finals()).containsExactly("good morning everyone", "second utterance");
    assertThat(
            client.types().subList(client.types().indexOf("stop_recording"), client.types().size()))
        .endsWith("end_recording", "post_transcript", "post_final_transcript", "end_session");
    assertThat(client.types()).contains("start_recording", "speech_start", "speech_end");
  }

  @Test
  void transcript_partialAndFinal_shareAnId() {
    LiveClient client = LiveClient.connect(url(EVERYTHING));

    client.audio(said("one two three")).stop().closeCode();

    List<JsonNode> transcripts = client.ofType("transcript");
    Set<String> ids = Set.copyOf(transcripts.stream().map(t -> t.at("/data/id").asText()).toList());
    assertThat(transcripts.get(0).at("/data/is_final").asBoolean()).isFalse();
    assertThat(ids).hasSize(1);
    assertThat(transcripts.get(transcripts.size() - 1).at("/data/utterance/text").asText())
        .isEqualTo(" one two three");
  }

  @Test
  void messages_byDefault_haveNoPartialsAndNoLifecycle() {
    LiveClient client = LiveClient.connect(url("{\"endpointing\":0.3}"));

    client.audio(said("one two three")).stop().closeCode();

    assertThat(client.ofType("transcript")).hasSize(1);
    assertThat(client.types()).contains("audio_chunk").doesNotContain("end_session");
  }

  @Test
  void acks_eachChunk_coverTheSessionWithoutGaps() {
    LiveClient client = LiveClient.connect(url(EVERYTHING));

    client.audio(new byte[10_000], 3200).stop().closeCode();

    assertThat(client.ofType("audio_chunk").stream().map(ack -> ack.at("/data/byte_range")))
        .map(JsonNode::toString)
        .containsExactly("[0,3200]", "[3200,6400]", "[6400,9600]", "[9600,10000]");
  }

  @Test
  void audio_base64AndWavHeader_areUnderstood() {
    LiveClient client = LiveClient.connect(url(EVERYTHING));
    byte[] wav = new Wav(16_000, 1, said("tolerant")).toBytes();

    String chunk = Base64.getEncoder().encodeToString(wav);
    client.text("{\"type\":\"audio_chunk\",\"data\":{\"chunk\":\"" + chunk + "\"}}").stop();

    assertThat(client.closeCode()).isEqualTo(1000);
    assertThat(client.finals()).containsExactly("tolerant");
  }

  @Test
  void channels_two_areTranscribedApart() {
    LiveClient client =
        LiveClient.connect(url("{\"channels\":2,\"sample_rate\":48000,\"endpointing\":0.3}"));
    short[] left = Resample.to48kStereo(said("left words"));
    short[] right = Resample.to48kStereo(said("right one"));
    for (int i = 1; i < Math.min(left.length, right.length); i += 2) {
      left[i] = right[i];
    }

    client.audio(LiveClient.bytes(left), 19_200).stop().closeCode();

    assertThat(client.ofType("transcript"))
        .extracting(
            each ->
                each.at("/data/utterance/channel").asInt()
                    + each.at("/data/utterance/text").asText())
        .containsExactlyInAnyOrder("0 left words", "1 right one");
  }

  @Test
  void resume_afterAbruptDropWithSwallowedAudio_losesAndDoublesNothing() {
    standIn.faults().breakConnection(new Faults.Break(32_000, 9_600, Faults.ABORT, false));
    String url = url(EVERYTHING);
    byte[] audio = LiveClient.bytes(said("nothing is lost and nothing is doubled"));

    LiveClient first = LiveClient.connect(url).audio(audio, 3200);
    assertThat(first.closeCode()).isEqualTo(1006);
    // The last ack may have died with the connection: what counts is what the stand-in counted.
    int acked = (int) standIn.stats().sessions().get(0).bytesAccepted();
    LiveClient second = LiveClient.connect(url);
    second.audio(Arrays.copyOfRange(audio, acked, audio.length), 3200).stop();

    assertThat(second.closeCode()).isEqualTo(1000);
    Stats.Session seen = standIn.stats().sessions().get(0);
    assertThat(seen.transcript()).isEqualTo("nothing is lost and nothing is doubled");
    assertThat(seen.bytesAccepted()).isEqualTo(audio.length);
    assertThat(seen.bytesReceived()).isGreaterThan(audio.length);
    assertThat(seen.connections()).isEqualTo(2);
  }

  @Test
  void connect_endedSession_isClosedWith4403() {
    String url = url("{}");
    LiveClient.connect(url).stop().closeCode();

    assertThat(LiveClient.connect(url).closeCode()).isEqualTo(4403);
  }

  @Test
  void close1000_fromTheClient_endsTheSessionWithItsFinals() {
    JsonNode opened = LiveClient.open(standIn, "{\"endpointing\":0.3}");
    LiveClient.connect(opened.path("url").asText()).audio(said("left early")).close(1000);

    await().until(() -> result(opened).path("status").asText().equals("done"));

    assertThat(result(opened).at("/result/transcription/full_transcript").asText())
        .isEqualTo("left early");
  }

  @Test
  void delete_beforeDone_isForbidden() {
    JsonNode opened = LiveClient.open(standIn, "{}");
    String path = "/v2/live/" + opened.path("id").asText();

    assertThat(LiveClient.call(standIn, "DELETE", path, "", standIn.key()).statusCode())
        .isEqualTo(403);
    LiveClient.connect(opened.path("url").asText()).stop().closeCode();
    await().until(() -> result(opened).path("status").asText().equals("done"));
    assertThat(LiveClient.call(standIn, "DELETE", path, "", standIn.key()).statusCode())
        .isEqualTo(202);
    assertThat(LiveClient.call(standIn, "GET", path, "", standIn.key()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void post_unknownKeyAndRegionTag_isRefusedWithEachReason() {
    HttpResponse<String> answer =
        LiveClient.post(
            standIn,
            "{\"region\":\"eu-west\",\"sample_rate\":12345,"
                + "\"language_config\":{\"languages\":[\"en-US\"]}}");

    JsonNode body = Json.parse(answer.body());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(body.path("message").asText()).isEqualTo("Invalid parameter(s)");
    assertThat(body.path("validation_errors")).hasSize(3);
    assertThat(body.path("path").asText()).isEqualTo("/v2/live");
  }

  @Test
  void post_withoutOrWithWrongKey_is401WithGladiasMessages() {
    assertThat(LiveClient.call(standIn, "POST", "/v2/live", "{}", "").body())
        .contains("no gladia key provided");
    HttpResponse<String> wrong = LiveClient.call(standIn, "POST", "/v2/live", "{}", "wrong");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("gladia key not found");
  }

  @Test
  void post_aboveTheConcurrencyLimit_is429UntilOneEnds() {
    restart(StandInOptions.tones().withLimits(1, Duration.ofHours(3)));
    String url = url("{}");

    assertThat(LiveClient.post(standIn, "{}").statusCode()).isEqualTo(429);
    LiveClient.connect(url).stop().closeCode();
    assertThat(LiveClient.post(standIn, "{}").statusCode()).isEqualTo(201);
  }

  @Test
  void faults_byControlRequest_happenAsAsked() {
    String wanted = "{\"rejectPosts\":{\"status\":500,\"count\":1},\"breaks\":[{\"code\":4500}]}";
    LiveClient.call(standIn, "POST", "/control/faults", wanted, "");

    assertThat(LiveClient.post(standIn, "{}").statusCode()).isEqualTo(500);
    assertThat(LiveClient.connect(url("{}")).audio(new byte[3200], 3200).closeCode())
        .isEqualTo(4500);
  }

  @Test
  void chunk_overOneMebibyte_closes1009() {
    LiveClient client = LiveClient.connect(url("{}"));

    client.audio(new byte[(1 << 20) + 2], (1 << 20) + 2);

    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void silence_ofAudioAndOfSpeech_closeWithTheirCodes() {
    restart(StandInOptions.tones().withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(5)));

    assertThat(LiveClient.connect(url("{}")).audio(new byte[3200], 3200).closeCode())
        .isEqualTo(4408);
    assertThat(LiveClient.connect(url("{}")).audio(new byte[6 * 32_000], 32_000).closeCode())
        .isEqualTo(4504);
  }

  @Test
  void file_ofADoneSession_isAWavOfItsAudio() throws Exception {
    JsonNode opened = LiveClient.open(standIn, "{}");
    LiveClient.connect(opened.path("url").asText()).audio(said("file")).stop().closeCode();
    await().until(() -> result(opened).path("status").asText().equals("done"));

    byte[] audio = standIn.audio(opened.path("id").asText());

    assertThat(audio).isEqualTo(LiveClient.bytes(said("file")));
    assertThat(
            LiveClient.call(
                    standIn,
                    "GET",
                    "/v2/live/" + opened.path("id").asText() + "/file",
                    "",
                    standIn.key())
                .body())
        .startsWith("RIFF");
  }

  private void restart(StandInOptions options) {
    standIn.close();
    standIn = GladiaStandIn.start(options);
  }

  private String url(String body) {
    return LiveClient.open(standIn, body).path("url").asText();
  }

  private JsonNode result(JsonNode opened) {
    String path = "/v2/live/" + opened.path("id").asText();
    return Json.parse(LiveClient.call(standIn, "GET", path, "", standIn.key()).body());
  }

  /** The text in tones, between half seconds of silence. */
  private static short[] said(String text) {
    short[] tones = ToneAlphabet.encode(text);
    short[] audio = new short[tones.length + 16_000];
    System.arraycopy(tones, 0, audio, 8_000, tones.length);
    return audio;
  }
}
