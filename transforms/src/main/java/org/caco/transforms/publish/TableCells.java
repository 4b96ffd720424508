package org.caco.transforms.publish;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/**
 * Fills rows of Parquet from JSON as their schema wants it. Fields that the schema lacks are left
 * out, and those that the row lacks are null.
 */
final class TableCells {
  private TableCells() {}

  static void fill(Group row, JsonNode json) {
    GroupType type = row.getType();
    for (int field = 0; field < type.getFieldCount(); field++) {
      JsonNode value = json.get(type.getFieldName(field));
      if (value != null && !value.isNull()) {
        add(row, type.getType(field), value);
      }
    }
  }

  private static void add(Group row, Type type, JsonNode value) {
    String name = type.getName();
    if (type.isPrimitive()) {
      switch (type.asPrimitiveType().getPrimitiveTypeName()) {
        case BOOLEAN -> row.add(name, value.asBoolean());
        case INT64 -> row.add(name, value.asLong());
        case DOUBLE -> row.add(name, value.asDouble());
        default -> row.add(name, value.isTextual() ? value.asText() : Json.line(value));
      }
      return;
    }
    Group group = row.addGroup(name);
    if (!(type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation)) {
      fill(group, value);
      return;
    }
    Type element = type.asGroupType().getType(0).asGroupType().getType(0);
    for (JsonNode each : value) {
      add(group.addGroup(0), element, each);
    }
  }
}
