package org.caco.pipelines.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation;
import org.apache.beam.sdk.util.common.ReflectHelpers;
import org.jspecify.annotations.Nullable;

/** The options of this project that an interface has, without those of Beam and the runners. */
public final class OptionCatalog {
  /** One option: what its getter and the annotations there say. */
  public record Option(Method getter) {
    /** As on the command line, without {@code --}. */
    public String name() {
      String property = property();
      return property.substring(0, 1).toLowerCase(Locale.ROOT) + property.substring(1);
    }

    private String property() {
      return getter.getName().replaceFirst("^(get|is)", "");
    }

    /** The simple name of its Java type. */
    public String type() {
      return getter.getReturnType().getSimpleName();
    }

    /** Whether its bare name means true. */
    public boolean isFlag() {
      return getter.getReturnType() == boolean.class;
    }

    /** One or more sentences. */
    public String description() {
      return getter.getAnnotation(Description.class).value();
    }

    /** The value where it is not set; empty where there is none. */
    public String defaultValue() {
      return Arrays.stream(getter.getAnnotations())
          .map(OptionCatalog::defaultValue)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse("");
    }

    /** What holds where it is not set, for a person; empty where it has to be set. */
    public String byDefault() {
      Shown shown = getter.getAnnotation(Shown.class);
      return shown == null || shown.byDefault().isEmpty() ? defaultValue() : shown.byDefault();
    }

    /** Whether a command needs it. */
    public boolean required() {
      return getter.isAnnotationPresent(Validation.Required.class);
    }

    /** The heading of its group, and where it stands; none where the interface says nothing. */
    public Optional<Group> group() {
      return Optional.ofNullable(getter.getDeclaringClass().getAnnotation(Group.class));
    }

    /** Its place in its group; none where the getter says nothing. */
    public Optional<Shown> shown() {
      return Optional.ofNullable(getter.getAnnotation(Shown.class));
    }

    /** Whether the short help shows it, besides those that are needed. */
    public boolean daily() {
      return shown().map(Shown::daily).orElse(false);
    }

    /** What it decides. Where the getter does not say it, it is treated with the most care. */
    public Decides.Kind decides() {
      Decides decides = getter.getAnnotation(Decides.class);
      return decides == null ? Decides.Kind.RESULTS_HERE : decides.value();
    }

    /** What kind of path it is, if it is one. */
    public Optional<FilePath> file() {
      return Optional.ofNullable(getter.getAnnotation(FilePath.class));
    }

    /** What stands between its values, if it takes several. */
    public Optional<ListOf> list() {
      return Optional.ofNullable(getter.getAnnotation(ListOf.class));
    }

    /** The only values that it takes, in small letters; empty where it takes others. */
    public List<String> values() {
      OneOf values = getter.getAnnotation(OneOf.class);
      return values == null ? List.of() : List.of(values.value());
    }

    /** Its value in {@code options}, or null. */
    public @Nullable Object valueIn(PipelineOptions options) {
      return invoke(getter, view(options));
    }

    /** Gives it another value in {@code options}. */
    public void set(PipelineOptions options, @Nullable Object value) {
      try {
        Method setter =
            getter.getDeclaringClass().getMethod("set" + property(), getter.getReturnType());
        invoke(setter, view(options), value);
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("option " + name() + " has no setter", e);
      }
    }

    private Object view(PipelineOptions options) {
      return options.as(getter.getDeclaringClass().asSubclass(PipelineOptions.class));
    }

    private int groupOrder() {
      return group().map(Group::order).orElse(Integer.MAX_VALUE);
    }

    private int order() {
      return shown().map(Shown::order).orElse(Integer.MAX_VALUE);
    }
  }

  private OptionCatalog() {}

  /** The options of {@code type} in the order in which a person should meet them. */
  public static List<Option> of(Class<? extends PipelineOptions> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getDeclaringClass().getPackageName().startsWith("org.caco."))
        .filter(method -> method.isAnnotationPresent(Description.class))
        .map(Option::new)
        .sorted(
            Comparator.comparingInt(Option::groupOrder)
                .thenComparing(option -> option.getter().getDeclaringClass().getSimpleName())
                .thenComparingInt(Option::order)
                .thenComparing(Option::name))
        .toList();
  }

  /**
   * The values that {@code options} has for those options of {@code type} that are {@code wanted},
   * but null, by name.
   */
  public static SortedMap<String, String> values(
      PipelineOptions options, Class<? extends PipelineOptions> type, Predicate<Option> wanted) {
    SortedMap<String, String> values = new TreeMap<>();
    for (Option option : of(type)) {
      Object value = wanted.test(option) ? option.valueIn(options) : null;
      if (value != null) {
        values.put(option.name(), value.toString());
      }
    }
    return values;
  }

  /** A copy that can be changed without changing {@code options}. */
  public static <T extends PipelineOptions> T copy(T options, Class<T> type) {
    // As runners send options to workers.
    ObjectMapper json =
        new ObjectMapper()
            .registerModules(ObjectMapper.findModules(ReflectHelpers.findClassLoader()));
    try {
      return json.readValue(json.writeValueAsString(options), PipelineOptions.class).as(type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("options cannot be copied", e);
    }
  }

  /**
   * Gives those options of {@code type} that are {@code wanted} the values that they have unset.
   */
  public static void reset(
      PipelineOptions options, Class<? extends PipelineOptions> type, Predicate<Option> wanted) {
    PipelineOptions unset = PipelineOptionsFactory.create();
    of(type).stream().filter(wanted).forEach(option -> option.set(options, option.valueIn(unset)));
  }

  private static @Nullable String defaultValue(Annotation annotation) {
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

  private static @Nullable Object invoke(
      Method method, Object target, @Nullable Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot call " + method, e);
    }
  }
}
