package io.roomscribe.livekit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.roomscribe.rooms.GatewayException;
import io.roomscribe.rooms.GatewayException.Category;
import java.io.IOException;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Response;

/** Makes a call and turns all that can go wrong into {@link GatewayException}. */
final class Answers {

  private Answers() {}

  /**
   * Makes the call; blocks until the answer is there or the call's timeout is over.
   *
   * @param what the call in a word or two, for messages
   * @throws GatewayException unless the server did as asked
   */
  static <T> T of(String what, Call<T> call) {
    try {
      Response<T> response = call.execute();
      if (!response.isSuccessful()) {
        throw TwirpError.of(response.code(), text(response.errorBody())).toException(what);
      }
      T body = response.body();
      if (body == null) {
        throw lost(what, "the answer is empty", null);
      }
      return body;
    } catch (IOException e) {
      throw lost(what, e.getClass().getSimpleName() + " (" + e.getMessage() + ")", e);
    } catch (GatewayException e) {
      throw e;
    } catch (RuntimeException e) {
      if (e.getCause() instanceof InvalidProtocolBufferException) {
        throw lost(what, "the answer is not LiveKit's; is LIVEKIT_HTTP_URL right?", e);
      }
      throw e;
    }
  }

  private static String text(@Nullable ResponseBody body) throws IOException {
    return body == null ? "" : body.string();
  }

  private static GatewayException lost(String what, String why, @Nullable Exception cause) {
    GatewayException lost = new GatewayException(Category.UNKNOWN_OUTCOME, what + ": " + why);
    if (cause != null) {
      lost.initCause(cause);
    }
    return lost;
  }
}
