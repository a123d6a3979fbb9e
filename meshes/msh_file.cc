#include <meshes/msh_file.h>

#include <physics/base/error.h>
#include <physics/base/files.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string_view>

namespace quench::meshes
{
namespace
{
/// Nodes and dimension of each element type of first order; others are refused.
struct TypeInfo
{
  int n_nodes, dimension;
};

TypeInfo type_info(int type)
{
  switch (type)
  {
  case 15:
    return {1, 0};
  case 1:
    return {2, 1};
  case 2:
    return {3, 2};
  case 3:
    return {4, 2};
  case 4:
    return {4, 3};
  case 5:
    return {8, 3};
  case 6:
    return {6, 3};
  case 7:
    return {5, 3};
  default:
    return {0, -1};
  }
}

/// Words of the file, one after the other.
class Words
{
public:
  Words(const std::string &text_, const std::string &path_) : text(text_), path(path_) {}

  bool at_end()
  {
    skip();
    return at == text.size();
  }
  std::string_view next()
  {
    if (at_end())
      fail("the file ends early");
    const std::size_t start = at;
    if (text[at] == '"')
    {
      at = text.find('"', at + 1);
      if (at == std::string::npos)
        fail("a name has no closing quote");
      return std::string_view(text).substr(start + 1, at++ - start - 1);
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) > ' ')
      ++at;
    return std::string_view(text).substr(start, at - start);
  }
  double number()
  {
    const std::string word(next());
    char             *end   = nullptr;
    const double      value = std::strtod(word.c_str(), &end);
    if (*end != '\0')
      fail("\"" + word + "\" is no number");
    return value;
  }
  int  whole() { return static_cast<int>(number()); }
  void skip_numbers(int n)
  {
    for (int i = 0; i < n; ++i)
      number();
  }
  [[noreturn]] void fail(const std::string &what) const
  {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    throw InputError(path + ":" + std::to_string(line), what, "a Gmsh mesh, MSH 2.2 or 4.1, ASCII",
                     "gmsh -2 -format msh41 FILE.geo writes one");
  }

private:
  void skip()
  {
    while (at < text.size() && static_cast<unsigned char>(text[at]) <= ' ')
      ++at;
  }

  const std::string &text;
  const std::string &path;
  std::size_t        at = 0;
};

class Reader
{
public:
  Reader(const std::string &path, const std::string &text) : words(text, path) { mesh.path = path; }

  MshFile read()
  {
    while (!words.at_end())
    {
      const std::string section(words.next());
      if (!section.starts_with("$"))
        words.fail("\"" + section + "\" stands where a section like $Nodes should begin");
      if (section == "$MeshFormat")
        read_format();
      else if (section == "$PhysicalNames")
        read_names();
      else if (section == "$Entities")
        read_entities();
      else if (section == "$Nodes")
        version_4 ? read_nodes_4() : read_nodes_2();
      else if (section == "$Elements")
        version_4 ? read_elements_4() : read_elements_2();
      const std::string end = "$End" + section.substr(1);
      while (words.next() != end)
        ;
    }
    if (mesh.elements.empty())
      words.fail("the mesh has no elements");
    return std::move(mesh);
  }

private:
  void read_format()
  {
    const double version = words.number();
    if ((version != 2.2 && version != 4.1) || words.whole() != 0)
      words.fail("the format is not MSH 2.2 or 4.1 in ASCII");
    version_4 = version > 4;
  }

  void read_names()
  {
    for (int i = words.whole(); i > 0; --i)
    {
      const int dimension = words.whole(), tag = words.whole();
      mesh.groups.push_back({dimension, tag, std::string(words.next())});
    }
  }

  /// Physical group of each elementary entity.
  void read_entities()
  {
    std::array<int, 4> n{};
    for (int &count : n)
      count = words.whole();
    for (int dimension = 0; dimension < 4; ++dimension)
      for (int i = 0; i < n[dimension]; ++i)
      {
        const int tag = words.whole();
        words.skip_numbers(dimension == 0 ? 3 : 6);
        for (int k = words.whole(); k > 0; --k)
          entity_group[{dimension, tag}] = std::abs(words.whole());
        if (dimension > 0)
          words.skip_numbers(words.whole());
      }
  }

  void add_point(int tag, const Coordinates &p)
  {
    point_index[tag] = static_cast<int>(mesh.points.size());
    mesh.points.push_back(p);
  }
  Coordinates read_coordinates()
  {
    Coordinates p;
    for (double &x : p)
      x = words.number();
    return p;
  }

  void read_nodes_2()
  {
    for (int i = words.whole(); i > 0; --i)
    {
      const int tag = words.whole();
      add_point(tag, read_coordinates());
    }
  }

  void read_nodes_4()
  {
    const int blocks = words.whole();
    words.skip_numbers(3);
    for (int b = 0; b < blocks; ++b)
    {
      const int dimension = words.whole();
      words.skip_numbers(1);
      const bool       parametric = words.whole() != 0;
      std::vector<int> tags(static_cast<std::size_t>(words.whole()));
      for (int &tag : tags)
        tag = words.whole();
      for (const int tag : tags)
      {
        add_point(tag, read_coordinates());
        words.skip_numbers(parametric ? dimension : 0);
      }
    }
  }

  void add_element(int number, int type, int group_tag)
  {
    const TypeInfo info = type_info(type);
    if (info.dimension < 0)
      words.fail("element " + std::to_string(number) + " is of type " + std::to_string(type) +
                 ", which is not of first order");
    MshFile::Element element{number, type, info.dimension, -1, {}};
    for (std::size_t g = 0; g < mesh.groups.size(); ++g)
      if (mesh.groups[g].dimension == info.dimension && mesh.groups[g].tag == group_tag)
        element.group = static_cast<int>(g);
    for (int i = 0; i < info.n_nodes; ++i)
    {
      const auto point = point_index.find(words.whole());
      if (point == point_index.end())
        words.fail("element " + std::to_string(number) + " has an unknown node");
      element.points.push_back(point->second);
    }
    mesh.elements.push_back(std::move(element));
  }

  void read_elements_2()
  {
    for (int i = words.whole(); i > 0; --i)
    {
      const int number = words.whole(), type = words.whole(), n_tags = words.whole();
      const int group = n_tags > 0 ? std::abs(words.whole()) : 0;
      words.skip_numbers(n_tags - 1);
      add_element(number, type, group);
    }
  }

  void read_elements_4()
  {
    const int blocks = words.whole();
    words.skip_numbers(3);
    for (int b = 0; b < blocks; ++b)
    {
      const int  dimension = words.whole(), entity = words.whole(), type = words.whole(), n = words.whole();
      const auto group = entity_group.find({dimension, entity});
      for (int i = 0; i < n; ++i)
      {
        const int number = words.whole();
        add_element(number, type, group == entity_group.end() ? 0 : group->second);
      }
    }
  }

  Words                              words;
  MshFile                            mesh;
  bool                               version_4 = true;
  std::map<std::pair<int, int>, int> entity_group;
  std::map<int, int>                 point_index;
};
} // namespace

int MshFile::find(const std::string &name, int dimension) const
{
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (groups[g].name == name && groups[g].dimension == dimension)
      return static_cast<int>(g);
  return -1;
}

std::string MshFile::names(int dimension) const
{
  std::string list;
  for (const Group &group : groups)
    if (group.dimension == dimension)
      list += (list.empty() ? "" : ", ") + group.name;
  return list.empty() ? "none" : list;
}

MshFile read_msh(const std::string &path)
{
  const std::string text = read_file(path);
  return Reader(path, text).read();
}
} // namespace quench::meshes
