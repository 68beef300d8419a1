package io.roomscribe.config;

import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request body that is no JSON, or not the JSON expected, into 400 with a clear text.
 *
 * <p>Done while reading because the exception mapper cannot tell a body that we failed to read from
 * an answer that we failed to write: the servers throw the same for both.
 */
@Provider
public class BodyReading implements ReaderInterceptor {

  private static final Pattern PROPERTY = Pattern.compile("property '([^']{1,64})'");

  @Override
  public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    try {
      return context.proceed();
    } catch (NoContentException e) {
      throw bodyRequired(e);
    } catch (BadRequestException e) {
      // Jersey has put it into words of its own already.
      throw e.getCause() instanceof NoContentException ? bodyRequired(e) : e;
    } catch (ProcessingException | JsonbException | JsonException e) {
      throw new BadRequestException(complaint(e), e);
    }
  }

  private static BadRequestException bodyRequired(Exception cause) {
    return new BadRequestException("A body is required.", cause);
  }

  /** Never the exception's own text: it names our classes. */
  private static String complaint(Throwable error) {
    List<String> properties = new ArrayList<>();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      Matcher matcher = PROPERTY.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find() && !properties.contains(matcher.group(1))) {
        properties.add(matcher.group(1));
      }
    }
    if (properties.isEmpty()) {
      return "The body is not the JSON expected here.";
    }
    return "The body is not the JSON expected here: see " + String.join(".", properties) + ".";
  }
}
