package io.roomscribe.recording;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recording as HTTP answers. Source: RFC 9110, sections 13 (conditions) and 14 (ranges).
 *
 * @param session its id: letters, digits and dashes
 * @param recording what there is of it
 * @param complete nothing will be added
 */
record WavAnswer(String session, Recording recording, boolean complete) {

  /** Empty unless the caller has it already, or wants another: 304 or 412. */
  Optional<Response> fresh(Request request) {
    Response.ResponseBuilder answer = request.evaluatePreconditions(Date.from(modified()), tag());
    return Optional.ofNullable(answer).map(refusal -> refusal.tag(tag()).build());
  }

  /** All of it, or the part that the headers name. */
  Response get(@Nullable String range, @Nullable String ifRange) {
    long length = recording.wavBytes();
    Optional<ByteRange> part =
        isWhatTheyHave(ifRange) ? ByteRange.of(range, length) : Optional.empty();
    if (part.isEmpty()) {
      return with(Response.ok(new WavBody(recording, new ByteRange(0, length))), length).build();
    }
    return part(part.get(), length);
  }

  /** What all of it would be. */
  Response head() {
    return with(Response.ok(), recording.wavBytes()).type("audio/wav").build();
  }

  private Response part(ByteRange part, long length) {
    if (part.isOutside()) {
      throw new ClientErrorException(
          "the recording has " + length + " bytes",
          Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE)
              .header("Content-Range", "bytes */" + length)
              .build());
    }
    String place = "bytes " + part.first() + "-" + (part.end() - 1) + "/" + length;
    return with(
            Response.status(Response.Status.PARTIAL_CONTENT).entity(new WavBody(recording, part)),
            part.length())
        .header("Content-Range", place)
        .build();
  }

  private Response.ResponseBuilder with(Response.ResponseBuilder answer, long length) {
    return answer
        .tag(tag())
        .lastModified(Date.from(modified()))
        .header("Accept-Ranges", "bytes")
        .header(HttpHeaders.CONTENT_LENGTH, length)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"recording-" + session + ".wav\"");
  }

  private EntityTag tag() {
    return new EntityTag(recording.version());
  }

  private Instant modified() {
    return recording.modified().truncatedTo(ChronoUnit.SECONDS);
  }

  /** A date says too little of a file that grows many times a second. */
  private boolean isWhatTheyHave(@Nullable String ifRange) {
    if (ifRange == null) {
      return true;
    }
    if (ifRange.contains("\"")) {
      return ifRange.strip().equals("\"" + recording.version() + "\"");
    }
    try {
      Instant theirs =
          ZonedDateTime.parse(ifRange.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return complete && theirs.equals(modified());
    } catch (DateTimeException unreadable) {
      return false;
    }
  }
}
