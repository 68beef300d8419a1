package io.roomscribe.transcripts;

import io.roomscribe.rooms.SessionSummary;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The transcript of one session: JSON in pages, or whole as WebVTT, SubRip or plain text. */
@Path("sessions/{id}/transcript")
@Tag(name = "transcripts")
@RequestScoped
public class TranscriptResource {
  private static final String JSON = "json";
  private static final int STANDARD_LIMIT = 200;
  private static final int MOST = 1000;

  @Inject Transcripts transcripts;
  @Inject ReadableSessions sessions;
  @Inject @Any Instance<TranscriptFormat> formats;
  @Context HttpHeaders headers;

  /** The session's stored lines by the time they begin; of a running session, those so far. */
  @GET
  @Produces({MediaType.APPLICATION_JSON, "text/vtt", "application/x-subrip", MediaType.TEXT_PLAIN})
  @Operation(
      summary = "A session's transcript",
      description =
          "JSON comes in pages; the other formats are always whole, in UTF-8. Overlapping speech"
              + " stays in lines of its own that overlap in time.")
  @APIResponse(
      responseCode = "200",
      description =
          "{sessionId, room, ended, lines: [...], gaps: [...], next}; next is null on the last"
              + " page. gaps are those that begin within the page, a thousand at most",
      content = {
        @Content(mediaType = MediaType.APPLICATION_JSON),
        @Content(mediaType = "text/vtt"),
        @Content(mediaType = "application/x-subrip"),
        @Content(mediaType = MediaType.TEXT_PLAIN)
      })
  @APIResponse(responseCode = "400", description = "A parameter is not what it should be")
  @APIResponse(responseCode = "403", description = "The credential does not cover the room")
  @APIResponse(responseCode = "404", description = "No such session")
  public Response transcript(
      @PathParam("id") String id,
      @Parameter(description = "json, vtt, srt or txt; goes before Accept") @QueryParam("format")
          @Nullable String format,
      @Parameter(description = "Identity or display name of one who speaks in the line")
          @QueryParam("speaker")
          @Nullable String speaker,
      @Parameter(
              description =
                  "Only what is still spoken at or after: ms, or an ISO 8601 duration, since the"
                      + " session's start")
          @QueryParam("from")
          @Nullable String from,
      @Parameter(description = "Only what begins before; written like from") @QueryParam("to")
          @Nullable String to,
      @Parameter(description = "Lines of a JSON page, 1 to 1000; 200 if absent")
          @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "next of the page before, with the same other parameters")
          @QueryParam("cursor")
          @Nullable String cursor,
      @Parameter(
              description =
                  "Which stretches of missing audio are shown: none, long (half a second or more;"
                      + " the default) or all. Never in srt")
          @QueryParam("gaps")
          @Nullable String gaps) {
    Long shortestGapMs = QueryValues.gaps(gaps);
    SessionSummary session = sessions.find(id);
    SessionFilter filter =
        new SessionFilter(
            id,
            QueryValues.text(speaker),
            QueryValues.position("from", from),
            QueryValues.position("to", to));
    String chosen = format == null || format.isBlank() ? accepted() : format.strip();
    if (chosen.equals(JSON)) {
      return page(session, filter, new Wanted(limit, cursor, shortestGapMs));
    }
    return whole(session, filter, format(chosen), shortestGapMs);
  }

  /** Which page, and whether with gaps. */
  private record Wanted(
      @Nullable String limit, @Nullable String cursor, @Nullable Long shortestGapMs) {}

  private Response page(SessionSummary session, SessionFilter filter, Wanted wanted) {
    int query = filter.fingerprint();
    Cursor after = QueryValues.cursor(wanted.cursor(), query);
    PartPage<StoredLine> page =
        transcripts.inSession(
            filter, after, QueryValues.limit(wanted.limit(), STANDARD_LIMIT, MOST));
    JsonArrayBuilder lines = LineJson.array();
    page.parts().forEach(line -> lines.add(LineJson.complete(line)));
    JsonObjectBuilder json =
        LineJson.object()
            .add("sessionId", session.id())
            .add("room", session.room())
            .add("ended", session.ended())
            .add("lines", lines);
    Cursor next = page.next(query);
    if (wanted.shortestGapMs() != null) {
      GapFilter gaps = GapFilter.of(filter, wanted.shortestGapMs()).within(after, next);
      json.add("gaps", GapJson.of(transcripts.gaps(gaps, null, MOST).parts()));
    }
    return Response.ok(LineJson.withNext(json, next).build().toString(), MediaType.APPLICATION_JSON)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .build();
  }

  private Response whole(
      SessionSummary session,
      SessionFilter filter,
      TranscriptFormat format,
      @Nullable Long shortestGapMs) {
    Iterator<StoredLine> lines =
        new PagedParts<>(after -> transcripts.inSession(filter, after, MOST));
    Iterator<TranscriptPart> parts = new InOrder(lines, gaps(filter, shortestGapMs));
    StreamingOutput body =
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          format.write(parts, writer);
          writer.flush();
        };
    // Session ids are letters, digits and dashes: nothing to quote.
    return Response.ok(body, format.mediaType() + ";charset=UTF-8")
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "inline; filename=\"transcript-" + session.id() + "." + format.name() + "\"")
        .build();
  }

  private Iterator<StoredGap> gaps(SessionFilter filter, @Nullable Long shortestMs) {
    if (shortestMs == null) {
      return Collections.emptyIterator();
    }
    GapFilter wanted = GapFilter.of(filter, shortestMs);
    return new PagedParts<>(after -> transcripts.gaps(wanted, after, MOST));
  }

  private String accepted() {
    for (MediaType wanted : headers.getAcceptableMediaTypes()) {
      if (wanted.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
        return JSON;
      }
      for (TranscriptFormat format : formats) {
        if (wanted.isCompatible(MediaType.valueOf(format.mediaType()))) {
          return format.name();
        }
      }
    }
    throw new NotAcceptableException("offered are " + offered());
  }

  private TranscriptFormat format(String name) {
    for (TranscriptFormat format : formats) {
      if (format.name().equals(name)) {
        return format;
      }
    }
    throw new BadRequestException("format must be one of " + offered());
  }

  private List<String> offered() {
    List<String> names = new ArrayList<>(List.of(JSON));
    formats.forEach(format -> names.add(format.name()));
    names.sort(null);
    return names;
  }
}
