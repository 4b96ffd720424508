package org.caco.pipelines.options;

import static java.util.stream.Collectors.toMap;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** The options of this project that an interface has, without those of Beam and the runners. */
public final class OptionCatalog {
  /**
   * One option.
   *
   * @param name as on the command line, without {@code --}
   * @param type the simple name of its Java type
   * @param description one or more sentences
   * @param defaultValue empty where there is none
   * @param required whether a run needs it
   * @param group the simple name of the interface that declares it
   */
  public record Option(
      String name,
      String type,
      String description,
      String defaultValue,
      boolean required,
      String group) {}

  private OptionCatalog() {}

  /** The options of {@code type} by group and name. */
  public static List<Option> of(Class<? extends PipelineOptions> type) {
    return getters(type).map(OptionCatalog::option).toList();
  }

  /** The options of {@code type} that name files or folders. */
  static Map<String, FilePath> filePaths(Class<? extends PipelineOptions> type) {
    return getters(type)
        .filter(getter -> getter.isAnnotationPresent(FilePath.class))
        .collect(toMap(OptionCatalog::name, getter -> getter.getAnnotation(FilePath.class)));
  }

  /** The values that {@code options} has for the options of {@code type}, but null, by name. */
  public static Map<String, String> values(
      PipelineOptions options, Class<? extends PipelineOptions> type) {
    Map<String, String> values = new TreeMap<>();
    PipelineOptions view = options.as(type);
    getters(type)
        .forEach(
            getter -> {
              Object value = invoke(getter, view);
              if (value != null) {
                values.put(name(getter), value.toString());
              }
            });
    return values;
  }

  private static Stream<Method> getters(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getDeclaringClass().getPackageName().startsWith("org.caco."))
        .filter(method -> method.isAnnotationPresent(Description.class))
        .sorted(
            Comparator.comparing((Method method) -> method.getDeclaringClass().getSimpleName())
                .thenComparing(Method::getName));
  }

  private static Option option(Method getter) {
    return new Option(
        name(getter),
        getter.getReturnType().getSimpleName(),
        getter.getAnnotation(Description.class).value(),
        Arrays.stream(getter.getAnnotations())
            .map(OptionCatalog::defaultValue)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(""),
        getter.isAnnotationPresent(Validation.Required.class),
        getter.getDeclaringClass().getSimpleName());
  }

  private static String name(Method getter) {
    String property = getter.getName().replaceFirst("^(get|is)", "");
    return property.substring(0, 1).toLowerCase(Locale.ROOT) + property.substring(1);
  }

  private static String defaultValue(Annotation annotation) {
    if (annotation instanceof Default.String text) {
      return text.value();
    } else if (annotation instanceof Default.Integer number) {
      return Integer.toString(number.value());
    } else if (annotation instanceof Default.Long number) {
      return Long.toString(number.value());
    } else if (annotation instanceof Default.Double number) {
      return Double.toString(number.value());
    } else if (annotation instanceof Default.Boolean flag) {
      return Boolean.toString(flag.value());
    }
    return null;
  }

  private static Object invoke(Method getter, Object target) {
    try {
      return getter.invoke(target);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read option " + name(getter), e);
    }
  }
}
