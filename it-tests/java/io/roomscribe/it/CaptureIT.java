package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roomscribe.standin.gladia.ToneAlphabet;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInTrack;
import io.roomscribe.standin.speech.Resample;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import livekit.LivekitEgress.EgressInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only LiveKit's egress gets audio in, each with its own URL, once. */
@Served
class CaptureIT {

  private static final int POLICY_VIOLATION = 1008;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private LiveKitStandIn liveKit;
  private Meeting meeting;

  @BeforeEach
  void open() {
    liveKit = TestBed.bed().liveKit();
    meeting = new Meeting();
  }

  @AfterEach
  void close() {
    meeting.close();
  }

  @Test
  void dial_withoutTheRightToken_isClosedWithTheReason_andTheRealCaptureGoesOn() throws Exception {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    StandInTrack bob = meeting.microphone("bob", "Bob");
    meeting.start();
    meeting.awaitCapturing(ann);
    meeting.awaitCapturing(bob);
    String used = captureUrl(ann).getRawQuery();

    assertRefused(address(ann, ""));
    assertRefused(address(ann, "?token="));
    assertRefused(address(ann, "?token=abcdefghijklmnopqrstuvwxyz012345"));
    assertRefused(address(ann, "?" + used));
    assertRefused(address(bob, "?" + used));
    assertRefused(
        URI.create(socketBase() + "no-such-session/" + ann.sid() + "?" + used),
        "this node does not run the session");

    assertThat(meeting.isCapturing(ann)).isTrue();
    Talk.say(ann, "still here");
    meeting.awaitLine("Ann: still here");
  }

  @Test
  void dial_tokenOfAnotherTrack_isRefusedAndSpent() throws Exception {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    meeting.start();
    meeting.awaitCapturing(ann);
    liveKit.egresses().vanishNextOf(meeting.room());
    StandInTrack bob = meeting.microphone("bob", "Bob");
    URI intercepted = interceptedUrl(bob);

    assertRefused(address(ann, "?" + intercepted.getRawQuery()));

    assertRefused(intercepted);
    assertThat(meeting.isCapturing(ann)).isTrue();
  }

  @Test
  void audio_inMessagesOfOddLength_isUnderstoodAllTheSame() {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    liveKit.egresses().vanishNextOf(meeting.room());
    meeting.start();
    CaptureSocket egress = CaptureSocket.dial(http, interceptedUrl(ann));
    await().atMost(PATIENCE).until(() -> meeting.isCapturing(ann));

    byte[] pcm = pcm("odd bytes", Duration.ofSeconds(2));
    int messageLength = 1921;
    for (int at = 0; at < pcm.length; at += messageLength) {
      egress.send(Arrays.copyOfRange(pcm, at, Math.min(pcm.length, at + messageLength)));
      // As fast as egress sends, which is what the mixer goes by.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }

    meeting.awaitLine("Ann: odd bytes");
    egress.hangUp();
  }

  private void assertRefused(URI url) throws Exception {
    assertRefused(url, "token");
  }

  private void assertRefused(URI url, String reason) throws Exception {
    CaptureSocket.Close close = CaptureSocket.dial(http, url).awaitClose();
    assertThat(close.code()).as("%s", url.getPath()).isEqualTo(POLICY_VIOLATION);
    assertThat(close.reason()).contains(reason);
  }

  private static String socketBase() {
    return TestBed.base().toString().replace("http:", "ws:") + "/egress/audio/";
  }

  private URI address(StandInTrack track, String query) {
    return URI.create(socketBase() + meeting.sessionId() + "/" + track.sid() + query);
  }

  private URI captureUrl(StandInTrack track) {
    return URI.create(egress(track).orElseThrow().getTrack().getWebsocketUrl());
  }

  /** The URL of an egress that never dials. */
  private URI interceptedUrl(StandInTrack track) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> egress(track).isPresent());
    return captureUrl(track);
  }

  private Optional<EgressInfo> egress(StandInTrack track) {
    return liveKit.egresses().all().stream()
        .filter(each -> each.getTrack().getTrackId().equals(track.sid()))
        .findFirst();
  }

  private static byte[] pcm(String words, Duration silence) {
    short[] samples = Resample.to48kStereo(ToneAlphabet.encode(words));
    int silentBytes = (int) (silence.toMillis() * 48 * 2 * Short.BYTES);
    ByteBuffer pcm =
        ByteBuffer.allocate(samples.length * Short.BYTES + silentBytes)
            .order(ByteOrder.LITTLE_ENDIAN);
    pcm.asShortBuffer().put(samples);
    return pcm.array();
  }
}
