package org.caco.transforms.lines;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Writes what a row of a Parquet file holds as JSON: lists, in both ways in which they are laid
 * out, as arrays, maps and groups as objects, dates and times as ISO 8601, decimals digit by digit,
 * bytes that are no UTF-8 as Base64. NaN and infinities are null.
 */
final class ParquetCells {
  private ParquetCells() {}

  static void write(Group row, JsonGenerator json) throws IOException {
    GroupType type = row.getType();
    json.writeStartObject();
    for (int field = 0; field < type.getFieldCount(); field++) {
      json.writeFieldName(type.getFieldName(field));
      field(row, field, json);
    }
    json.writeEndObject();
  }

  private static void field(Group group, int field, JsonGenerator json) throws IOException {
    Type type = group.getType().getType(field);
    int count = group.getFieldRepetitionCount(field);
    if (type.isRepetition(Type.Repetition.REPEATED)) {
      json.writeStartArray();
      for (int i = 0; i < count; i++) {
        value(group, field, i, json);
      }
      json.writeEndArray();
    } else if (count == 0) {
      json.writeNull();
    } else {
      value(group, field, 0, json);
    }
  }

  private static void value(Group group, int field, int index, JsonGenerator json)
      throws IOException {
    Type type = group.getType().getType(field);
    if (type.isPrimitive()) {
      primitive(group, field, index, type.asPrimitiveType(), json);
      return;
    }
    Group value = group.getGroup(field, index);
    LogicalTypeAnnotation kind = type.getLogicalTypeAnnotation();
    if (kind instanceof ListLogicalTypeAnnotation && value.getType().getFieldCount() == 1) {
      list(value, json);
    } else if (kind instanceof MapLogicalTypeAnnotation && value.getType().getFieldCount() == 1) {
      map(value, json);
    } else {
      write(value, json);
    }
  }

  /** A list has one repeated field: of the elements, or of groups with one field, the element. */
  private static void list(Group list, JsonGenerator json) throws IOException {
    Type repeated = list.getType().getType(0);
    boolean wrapped =
        !repeated.isPrimitive()
            && repeated.asGroupType().getFieldCount() == 1
            && !repeated.getName().equals("array")
            && !repeated.getName().endsWith("_tuple");
    json.writeStartArray();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      if (wrapped) {
        field(list.getGroup(0, i), 0, json);
      } else {
        value(list, 0, i, json);
      }
    }
    json.writeEndArray();
  }

  private static void map(Group map, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      Group entry = map.getGroup(0, i);
      json.writeFieldName(entry.getValueToString(0, 0));
      if (entry.getType().getFieldCount() > 1) {
        field(entry, 1, json);
      } else {
        json.writeNull();
      }
    }
    json.writeEndObject();
  }

  private static void primitive(
      Group group, int field, int index, PrimitiveType type, JsonGenerator json)
      throws IOException {
    LogicalTypeAnnotation kind = type.getLogicalTypeAnnotation();
    switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> json.writeBoolean(group.getBoolean(field, index));
      case INT32 -> integer(group.getInteger(field, index), kind, json);
      case INT64 -> integer(group.getLong(field, index), kind, json);
      case FLOAT -> decimal(Float.toString(group.getFloat(field, index)), json);
      case DOUBLE -> decimal(Double.toString(group.getDouble(field, index)), json);
      default -> binary(binary(group, field, index, type), kind, json);
    }
  }

  private static Binary binary(Group group, int field, int index, PrimitiveType type) {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.INT96
        ? group.getInt96(field, index)
        : group.getBinary(field, index);
  }

  private static void integer(long value, LogicalTypeAnnotation kind, JsonGenerator json)
      throws IOException {
    if (kind instanceof DecimalLogicalTypeAnnotation decimal) {
      json.writeNumber(BigDecimal.valueOf(value, decimal.getScale()));
    } else if (kind instanceof DateLogicalTypeAnnotation) {
      json.writeString(LocalDate.ofEpochDay(value).toString());
    } else if (kind instanceof TimestampLogicalTypeAnnotation timestamp) {
      json.writeString(Instant.EPOCH.plus(value, unit(timestamp)).toString());
    } else {
      json.writeNumber(value);
    }
  }

  private static ChronoUnit unit(TimestampLogicalTypeAnnotation timestamp) {
    return switch (timestamp.getUnit()) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  private static void decimal(String value, JsonGenerator json) throws IOException {
    if (value.endsWith("N") || value.endsWith("y")) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }

  private static void binary(Binary value, LogicalTypeAnnotation kind, JsonGenerator json)
      throws IOException {
    byte[] bytes = value.getBytes();
    if (kind instanceof DecimalLogicalTypeAnnotation decimal) {
      json.writeNumber(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
      return;
    }
    try {
      json.writeString(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      json.writeString(Base64.getEncoder().encodeToString(bytes));
    }
  }
}
