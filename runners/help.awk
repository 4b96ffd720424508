# What the launcher prints without Java, from options.txt, whose lines have tabs between:
#   command  NAME  TEXT  pipeline|local  INTERFACES  DEFAULTS   (NAME=VALUE;NAME=VALUE)
#   group    INTERFACE  TITLE
#   option   INTERFACE  NAME  needed|daily|more  DEFAULT  KIND  TEXT
#   common   NAME  DEFAULT  KIND  TEXT
#   runner   NAME  DEFAULT  KIND  TEXT
# With mode=help: how `command` is used, as the program's Help prints it; all=1 for all options.
# With mode=words: the options of each command, for completion, a line each.
BEGIN {
  FS = "\t"
  pad[0] = ""
  pad[2] = "  "
  pad[8] = "        "
}

# Prints text in lines of at most width characters, indented.
function wrap(text, indent,    words, count, i, line) {
  count = split(text, words, / +/)
  line = ""
  for (i = 1; i <= count; i++) {
    if (line != "" && length(line) + 1 + length(words[i]) > width - indent) {
      print pad[indent] line
      line = ""
    }
    line = line (line == "" ? "" : " ") words[i]
  }
  print pad[indent] line
}

function heading(title) { printf "\n%s\n", title }

function print_option(name, needed, value, text) {
  wrap("--" name (needed ? " (needed)" : value == "" ? "" : " (default: " value ")"), 2)
  wrap(text, 8)
}

$1 == "command" && mode == "words" { names[++commands] = $2; types[commands] = " " $5 " "; runs[commands] = $4 }
$1 == "command" && mode == "help" && $2 == command {
  text = $3; pipeline = $4; interfaces = " " $5 " "
  pairs = split($6, pair, /;/)
  for (i = 1; i <= pairs; i++) {
    at = index(pair[i], "=")
    default_of[substr(pair[i], 1, at - 1)] = substr(pair[i], at + 1)
  }
}
$1 == "group" { title_of[$2] = $3 }
$1 == "option" && (mode == "words" || index(interfaces, " " $2 " ")) {
  options++
  interface[options] = $2; name[options] = $3; level[options] = $4
  standard[options] = $5; kind[options] = $6; about[options] = $7
  if ($3 in default_of) {
    standard[options] = default_of[$3]
    if (level[options] == "needed") level[options] = "daily"
  }
}
$1 == "common" { common[++commons] = $0 }
$1 == "runner" { runner = $0 }

function words(i,    o, line, part) {
  line = names[i]
  for (o = 1; o <= options; o++)
    if (index(types[i], " " interface[o] " ")) line = line " --" name[o] ":" kind[o]
  for (o = 1; o <= commons; o++) { split(common[o], part, FS); line = line " --" part[2] ":" part[4] }
  if (runs[i] == "pipeline") { split(runner, part, FS); line = line " --" part[2] ":" part[4] }
  gsub(/ +$/, "", line)
  print line
}

END {
  if (mode == "words") {
    for (i = 1; i <= commands; i++) words(i)
    exit
  }
  wrap("caco " command ": " text, 0)
  print ""
  usage = ""
  for (o = 1; o <= options; o++) if (level[o] == "needed") usage = usage " --" name[o] "=..."
  wrap("Usage: caco " command usage " [--option=value ...]", 0)
  few = options <= 12
  for (o = 1; o <= options; o++) {
    if (!all && !few && level[o] == "more") { hidden++; continue }
    if (title_of[interface[o]] != last) { last = title_of[interface[o]]; heading(last) }
    print_option(name[o], level[o] == "needed", standard[o], about[o])
  }
  heading("Every command")
  for (o = 1; o <= commons; o++) { split(common[o], part, FS); print_option(part[2], 0, part[3], part[5]) }
  if (pipeline == "pipeline") {
    heading("Running")
    split(runner, part, FS)
    print_option(part[2], 0, part[3], part[5])
  }
  if (hidden) {
    print ""
    wrap(hidden " more options: caco " command " --help --all", 0)
  }
}
