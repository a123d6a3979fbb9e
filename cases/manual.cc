#include <cases/manual.h>

#include <cases/child_process.h>
#include <cases/commands.h>
#include <cases/program_parts.h>
#include <physics/base/command_line.h>
#include <physics/base/files.h>
#include <physics/base/json.h>
#include <physics/base/provenance.h>
#include <physics/base/text.h>

#include <filesystem>
#include <iostream>

namespace quench::cases
{
namespace
{
/// The declaration of a command, as it prints it itself.
Json grammar_of(const FrontCommand &command)
{
  const Said said = said_by({part_path("quench"), command.name, "--grammar"});
  if (said.code != 0)
    throw Error(ExitCode::internal, std::string("quench ") + command.name, "has no grammar", said.text);
  return Json::parse(said.text, command.name);
}

/// Commands whose program was built; without the cell solver some are not there.
std::vector<FrontCommand> present_commands()
{
  const auto                folder = std::filesystem::path(part_path("quench")).parent_path();
  std::vector<FrontCommand> present;
  for (const FrontCommand &command : front_commands)
    if (!command.program || file_exists((folder / command.program).string()))
      present.push_back(command);
  return present;
}

/// Text for groff: backslashes and hyphens stand for themselves, no line is taken for a request.
std::string roff(const std::string &text)
{
  std::string result;
  for (const char c : text)
  {
    if (result.empty() || result.back() == '\n')
      result += c == '.' || c == '\'' ? "\\&" : "";
    result += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
  }
  return result;
}

/// Paragraphs; lines that start with a blank keep their form.
std::string roff_paragraphs(const std::string &text)
{
  std::string result;
  bool        as_it_is = false;
  for (std::size_t begin = 0; begin < text.size();)
  {
    const std::size_t end  = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    if (line.starts_with(" ") != as_it_is)
      result += as_it_is ? ".fi\n" : ".nf\n";
    as_it_is = line.starts_with(" ");
    result += line.empty()                            ? ".PP\n"
              : as_it_is || result.ends_with(".PP\n") ? roff(line) + "\n"
                                                      : ".br\n" + roff(line) + "\n";
    begin = end + 1;
  }
  return result + (as_it_is ? ".fi\n" : "");
}

std::string choices_of(const JsonView &entry)
{
  const std::vector<std::string> choices = entry["choices"].as_strings();
  return choices.empty() ? "" : ": " + join(choices, ", ");
}

std::string section_of(const FrontCommand &command)
{
  const Json     json = grammar_of(command);
  const JsonView view(json, command.name);
  std::string    text = ".SS " + roff(view["usage"].as_string()) + "\n" + roff_paragraphs(view["summary"].as_string());
  for (std::size_t i = 0; i < view["words"].size(); ++i)
  {
    const JsonView word = view["words"][i];
    text += ".TP\n.I " + roff(word["name"].as_string()) + "\n" + roff(word["meaning"].as_string() + choices_of(word)) +
            "\n";
  }
  for (std::size_t i = 0; i < view["options"].size(); ++i)
  {
    const JsonView    option = view["options"][i];
    const std::string letter = option["letter"].as_string(), value = option["value"].as_string();
    text += ".TP\n.BR \"" + roff((letter.empty() ? "" : letter + ", ") + option["name"].as_string()) + "\"" +
            (value.empty() ? "" : " \" \\fI" + roff(value) + "\\fR\"") + "\n" +
            roff(option["meaning"].as_string() + choices_of(option)) + "\n";
  }
  const std::string notes = view["notes"].as_string();
  return text + (notes.empty() ? "" : ".PP\n" + roff_paragraphs(notes));
}

std::string manual()
{
  const Provenance provenance = make_provenance();
  std::string      text = ".TH QUENCH 1 \"" + provenance.date.substr(0, 10) + "\" \"Quench " + provenance.version +
                     "\" \"User Commands\"\n.SH NAME\nquench \\- phase-change memory cells, from the physics of a cell "
                     "to an array's accuracy\n.SH SYNOPSIS\n.B quench\n.I COMMAND\n[words and options]\n.SH COMMANDS\n";
  for (const FrontCommand &command : present_commands())
    text += section_of(command);
  return text +
         ".SH EXIT STATUS\n0 done, 1 internal error, 2 wrong input, 3 not converged, 4 file error, 5 stopped with a "
         "checkpoint.\n.SH SEE ALSO\nThe pages in share/doc/quench: tutorial.md, case_reference.md, files.md, "
         "exit_codes.md.\n";
}

/// A case of the shell script: what may follow a command, and what follows its options that take a value.
std::string completion_of(const FrontCommand &command)
{
  const Json               json = grammar_of(command);
  const JsonView           view(json, command.name);
  std::vector<std::string> names, words;
  std::string              values;
  for (std::size_t i = 0; i < view["options"].size(); ++i)
  {
    const JsonView    option = view["options"][i];
    const std::string name = option["name"].as_string(), letter = option["letter"].as_string();
    names.push_back(name);
    if (option["value"].as_string().empty())
      continue;
    const std::vector<std::string> choices = option["choices"].as_strings();
    values += "        " + name + (letter.empty() ? "" : "|" + letter) + ") " +
              (choices.empty() ? "files=yes" : "words='" + join(choices, " ") + "'") + " ;;\n";
  }
  for (std::size_t i = 0; i < view["words"].size(); ++i)
    for (const std::string &choice : view["words"][i]["choices"].as_strings())
      words.push_back(choice);
  return std::string("    ") + command.name + ")\n      options='" + join(names, " ") + "' words='" + join(words, " ") +
         "'\n      case $before in\n" + values + "        *) files=yes ;;\n      esac ;;\n";
}

std::string completion()
{
  std::vector<std::string> names;
  std::string              cases;
  for (const FrontCommand &command : present_commands())
  {
    names.emplace_back(command.name);
    cases += completion_of(command);
  }
  return "# Completion of quench for bash, and for zsh after bashcompinit; written by `quench completion`.\n"
         "_quench() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options= words= files=\n"
         "  COMPREPLY=()\n"
         "  if ((COMP_CWORD == 1)); then\n"
         "    COMPREPLY=($(compgen -W '" +
         join(names, " ") +
         " --help --version' -- \"$word\"))\n"
         "    return\n"
         "  fi\n"
         "  case ${COMP_WORDS[1]} in\n" +
         cases +
         "  esac\n"
         "  if [[ $word == -* ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
         "    return\n"
         "  fi\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
         "  [[ -n $files ]] && COMPREPLY+=($(compgen -f -- \"$word\"))\n"
         "}\n"
         "complete -o filenames -F _quench quench\n";
}
} // namespace

ExitCode print_manual(const std::vector<std::string> &words)
{
  const CommandLine line({"quench man", "All commands as a man page: quench man | man -l -", {}, {}}, words);
  if (!line.answer(std::cout))
    std::cout << manual();
  return ExitCode::done;
}

ExitCode print_completion(const std::vector<std::string> &words)
{
  const CommandLine line({"quench completion",
                          "Completion of commands and options: source <(quench completion bash). The Debian package "
                          "installs it.",
                          {{"SHELL", "who reads it", Word::Count::one, {"bash", "zsh"}}},
                          {}},
                         words);
  if (!line.answer(std::cout))
    std::cout << (line.words()[0] == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "") << completion();
  return ExitCode::done;
}
} // namespace quench::cases
