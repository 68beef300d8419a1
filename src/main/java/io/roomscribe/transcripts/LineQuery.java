package io.roomscribe.transcripts;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One query for lines, put together from the conditions that are wanted.
 *
 * <p>JPQL only, so that EclipseLink and Hibernate read it alike; values are always parameters.
 */
final class LineQuery {
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();

  /** Adds a condition; all must hold. */
  LineQuery where(String condition) {
    conditions.add("(" + condition + ")");
    return this;
  }

  /** Gives a parameter of a condition its value. */
  LineQuery with(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /** One of the line's speakers has this identity or display name. */
  LineQuery spokenBy(String speaker) {
    // The JSON text of a quoted value is unique: a quote within a name is escaped, so no name can
    // pass for another member.
    String json = LineJson.quoted(speaker);
    return where(
            "l.speakerIdentity = :speaker or l.speakers like :identityJson escape '!'"
                + " or l.speakers like :nameJson escape '!'")
        .with("speaker", speaker)
        .with("identityJson", containing("\"identity\":" + json))
        .with("nameJson", containing("\"name\":" + json));
  }

  /** The pattern, for escape character {@code !}, of values that contain the text. */
  static String containing(String text) {
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  /** The lines in this order. */
  List<StoredLine> list(EntityManager entities, String order, int limit) {
    return rows(entities, order, limit).stream().map(TranscriptLine::toLine).toList();
  }

  /** The rows in this order. */
  List<TranscriptLine> rows(EntityManager entities, String order, int limit) {
    String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    TypedQuery<TranscriptLine> query =
        entities.createQuery(
            "select l from TranscriptLine l" + where + " order by " + order, TranscriptLine.class);
    parameters.forEach(query::setParameter);
    return query.setMaxResults(limit).getResultList();
  }
}
