#pragma once

#include <physics/base/described.h>
#include <physics/base/prm.h>

#include <cstdint>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

/// Described structs (described.h) read from case files and written back, with all messages about keys, units
/// and ranges. The templates only collect pointers to members; the work is done in the .cc files.
///
///     const auto mushroom = read_parameters<Mushroom>(read_prm("case.prm"));
///
/// A struct may start from a named preset (a material card), which the other keys of its section override:
///
///     static constexpr const char *preset_key = "card";
///     static P preset(const std::string &name, const std::string &directory);   // throws InputError
///
/// The preset is taken if the key is set; or, where no preset of an enclosing section was taken, if the key is a
/// described entry with a default that is not empty. `directory` is the folder of the file that sets the key. A preset
/// that reads a file must refuse the preset key in it, or it would read itself for ever.
namespace quench
{
/// An enumeration behind a pointer: its value as an integer, and the names of the values.
struct EnumMember
{
  void *member;
  long long (*load)(const void *member);
  void (*store)(void *member, long long value);
  std::vector<std::pair<std::string, long long>> names;
};

using MemberPointer = std::variant<double *, int *, unsigned *, std::uint64_t *, bool *, std::string *, EnumMember,
                                   std::vector<double> *, std::vector<int> *, std::vector<std::string> *>;

/// One described member of one object.
struct ParameterEntry
{
  std::string   key;
  MemberPointer member;
  std::string   unit; ///< of the quantity and of the range; "" where there is none
  Range         range;
  std::string   meaning;
  std::string   source;
};

/// All described members of one object. Valid as long as the object stays where it is.
struct ParameterSection
{
  std::string                   name;
  std::vector<ParameterEntry>   entries;
  std::vector<ParameterSection> sections;

  const char *preset_key = nullptr; ///< nullptr: the struct has no presets
  void       *object     = nullptr;
  void (*start_from_preset)(void *object, const std::string &name, const std::string &directory) = nullptr;
};

/// What a reader of the manual wants to know about one key.
struct EntryInfo
{
  std::string              path;       ///< "geometry/mushroom/heater radius"
  std::string              type;       ///< "quantity", "whole number", "true or false", "text", "choice", "list of ..."
  std::string              unit;       ///< "" where there is none, "1" for a plain number
  Range                    range;      ///< in the unit
  std::string              range_text; ///< "(0, inf) nm"; "" if everything is allowed
  std::string              default_text;
  std::string              meaning;
  std::string              source;
  std::vector<std::string> names; ///< of a choice
};

/// The visitor that `describe` fills a ParameterSection with.
template <class P>
class ParameterBinder
{
public:
  ParameterBinder(P &object, ParameterSection &section) : object_(object), section_(section) {}

  template <class B>
  void operator()(const char *key, double B::*member, const char *unit, const Range &range, const char *meaning,
                  const char *source)
  {
    add(key, &(object_.*member), unit, range, meaning, source);
  }
  template <class B>
  void operator()(const char *key, std::vector<double> B::*member, const char *unit, const Range &range,
                  const char *meaning, const char *source)
  {
    add(key, &(object_.*member), unit, range, meaning, source);
  }
  /// int, unsigned, std::uint64_t, std::vector<int>
  template <class Number, class B>
  void operator()(const char *key, Number B::*member, const Range &range, const char *meaning, const char *source)
  {
    static_assert(is_one_of<Number, int, unsigned, std::uint64_t, std::vector<int>>, "a quantity needs its unit");
    add(key, &(object_.*member), "", range, meaning, source);
  }
  /// bool, std::string, std::vector<std::string>
  template <class Value, class B>
  void operator()(const char *key, Value B::*member, const char *meaning, const char *source)
  {
    static_assert(is_one_of<Value, bool, std::string, std::vector<std::string>>, "a number needs its range");
    add(key, &(object_.*member), "", any_value, meaning, source);
  }
  template <class Enum, class B>
  void operator()(const char *key, Enum B::*member, const std::type_identity_t<Names<Enum>> &names, const char *meaning,
                  const char *source)
  {
    static_assert(std::is_enum_v<Enum>, "Names belong to an enumeration");
    EnumMember access{&(object_.*member),
                      [](const void *from) { return static_cast<long long>(*static_cast<const Enum *>(from)); },
                      [](void *to, long long value) { *static_cast<Enum *>(to) = static_cast<Enum>(value); },
                      {}};
    for (const auto &[name, value] : names)
      access.names.emplace_back(name, static_cast<long long>(value));
    add(key, access, "", any_value, meaning, source);
  }
  template <class Sub, class B>
  void subsection(const char *name, Sub B::*member);
  /// One subsection for each element that is there; its name is the first of the pair.
  template <class Sub, class B>
  void subsections(std::vector<std::pair<std::string, Sub>> B::*member);

private:
  template <class T, class... Allowed>
  static constexpr bool is_one_of = (std::is_same_v<T, Allowed> || ...);

  void add(const char *key, MemberPointer member, const char *unit, const Range &range, const char *meaning,
           const char *source)
  {
    section_.entries.push_back({key, std::move(member), unit, range, meaning, source});
  }

  P                &object_;
  ParameterSection &section_;
};

/// The described members of `object`, ready to be read, written or listed.
template <class P>
ParameterSection bind_parameters(P &object, const std::string &name = "")
{
  ParameterSection section;
  section.name   = name;
  section.object = &object;
  if constexpr (requires { P::preset_key; })
  {
    section.preset_key        = P::preset_key;
    section.start_from_preset = [](void *to, const std::string &preset, const std::string &directory) {
      *static_cast<P *>(to) = P::preset(preset, directory);
    };
  }
  P::describe(ParameterBinder<P>(object, section));
  return section;
}

template <class P>
template <class Sub, class B>
void ParameterBinder<P>::subsection(const char *name, Sub B::*member)
{
  section_.sections.push_back(bind_parameters(object_.*member, name));
}

template <class P>
template <class Sub, class B>
void ParameterBinder<P>::subsections(std::vector<std::pair<std::string, Sub>> B::*member)
{
  for (auto &[name, sub] : object_.*member)
    section_.sections.push_back(bind_parameters(sub, name));
}

/// Fill the members from a section of a case file; `path` names that section in messages ("" for the root).
/// Throws one InputError for all errors found: file:line, key path, what was read, what is allowed, what to do.
void fill_from_prm(const ParameterSection &section, const PrmTree &tree, const std::string &path);

/// Apply the default presets only: what an empty case file gives.
void fill_with_defaults(const ParameterSection &section);

std::string            prm_text(const ParameterSection &section);
std::string            json_text(const ParameterSection &section);
std::vector<EntryInfo> entry_infos(const ParameterSection &section, const std::string &path);

/// The struct as a section of a case file says, the rest as P{} (or its preset) has it. Throws as fill_from_prm.
template <class P>
P read_parameters(const PrmTree &section, const std::string &path = "")
{
  P parameters{};
  fill_from_prm(bind_parameters(parameters), section, path);
  return parameters;
}

/// All values as the text of a case file, which reads back to the same bits.
/// Throws Error(internal) for a value no case file can hold (not finite, a text with # or a line break).
template <class P>
std::string write_prm(P parameters)
{
  return prm_text(bind_parameters(parameters));
}

/// All values as JSON; quantities are strings like "20 nm". Valid by json_schema(entry_infos<P>()).
template <class P>
std::string to_json_text(P parameters)
{
  return json_text(bind_parameters(parameters));
}

/// What is known about every key of P, in the order of `describe`; `path` is put before each key.
template <class P>
std::vector<EntryInfo> entry_infos(const std::string &path = "")
{
  P                      parameters{};
  const ParameterSection section = bind_parameters(parameters);
  fill_with_defaults(section);
  return entry_infos(section, path);
}
} // namespace quench
