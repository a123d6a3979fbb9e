#include <meshes/msh_file.h>

#include <meshes/msh_words.h>
#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/text.h>

#include <cstdlib>
#include <map>
#include <unordered_map>

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

std::string number_of(std::int64_t number) { return "element " + std::to_string(number); }

class Reader
{
public:
  Reader(const std::string &path, const std::string &text) : words(text, path) { mesh.path = path; }

  MshFile read()
  {
    while (!words.at_end())
    {
      const std::string section(words.word());
      if (!section.starts_with("$") || section.starts_with("$End"))
        words.fail(shown(section) + " stands where a section like $Nodes should begin");
      read_section(section);
    }
    if (mesh.elements.empty())
      words.fail("the mesh has no elements");
    mesh.has_entities = !version_4 || has_entities;
    return std::move(mesh);
  }

private:
  void read_section(const std::string &section)
  {
    const std::string end     = "$End" + section.substr(1);
    bool              is_used = true;
    if (section == "$MeshFormat")
      read_format();
    else if (section == "$PhysicalNames")
      read_names();
    else if (section == "$Entities")
      read_entities(false);
    else if (section == "$PartitionedEntities")
      read_partitioned_entities();
    else if (section == "$Nodes")
      version_4 ? read_nodes_4() : read_nodes_2();
    else if (section == "$Elements")
      version_4 ? read_elements_4() : read_elements_2();
    else
      is_used = false;
    std::string_view last = words.word();
    while (!is_used && last != end)
      last = words.word();
    if (last != end)
      words.fail("section " + section + " does not end with " + end + " where it should");
  }

  void read_format()
  {
    words.next_line();
    const double version = words.number();
    const bool   ascii   = words.whole() == 0;
    version_4            = version > 4;
    if ((version != 2.2 && version != 4.1) || !ascii)
      words.fail("format " + std::to_string(version).substr(0, 3) + (ascii ? " in ASCII" : ", binary,") +
                 " is not MSH 2.2 or 4.1 in ASCII");
    words.skip(1);
  }

  void read_names()
  {
    words.next_line();
    const std::size_t n = words.count();
    std::size_t       k = 0;
    for (; !words.at_mark(); ++k)
    {
      MshFile::Group group{};
      group.dimension = words.small_number();
      group.tag       = words.whole();
      group.name      = words.name();
      if (mesh.find(group.name, group.dimension) >= 0)
        words.fail("two physical groups of dimension " + std::to_string(group.dimension) + " are called \"" +
                   group.name + "\": give each a name of its own");
      words.end_line("\"" + group.name + "\"");
      mesh.groups.push_back(group);
    }
    require_count("names", n, k);
  }

  void require_count(const std::string &things, std::size_t announced, std::size_t found) const
  {
    if (announced != found)
      words.fail(std::to_string(announced) + " " + things + " are announced, " + std::to_string(found) + " found");
  }

  /// Physical groups of each elementary entity; in a partitioned mesh of each part of one.
  void read_entities(bool are_parts)
  {
    has_entities = true;
    words.next_line();
    std::array<std::size_t, 4> n{};
    for (std::size_t &count : n)
      count = words.count();
    for (int dimension = 0; dimension < 4; ++dimension)
      for (std::size_t i = 0; i < n[dimension]; ++i)
      {
        words.next_line();
        const std::int64_t tag = words.whole();
        if (are_parts)
        {
          words.skip(2); // of what they are parts
          words.skip(words.small_number());
        }
        words.skip(dimension == 0 ? 3 : 6);
        for (int k = words.small_number(); k > 0; --k)
          entity_groups[{dimension, tag}].push_back(std::abs(words.whole()));
        if (dimension > 0)
          words.skip(words.small_number());
        words.end_line("entity " + std::to_string(tag));
      }
  }

  void read_partitioned_entities()
  {
    words.next_line();
    words.skip(1); // number of partitions
    words.next_line();
    for (std::size_t n_ghosts = words.count(); n_ghosts > 0; --n_ghosts)
    {
      words.next_line();
      words.skip(2);
    }
    read_entities(true);
  }

  void add_point(std::int64_t tag, const Coordinates &p)
  {
    if (!point_index.emplace(tag, static_cast<int>(mesh.points.size())).second)
      words.fail("node " + std::to_string(tag) + " is given twice");
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
    words.next_line();
    const std::size_t n = words.count(), before = mesh.points.size();
    while (!words.at_mark())
    {
      const std::int64_t tag = words.whole();
      add_point(tag, read_coordinates());
      words.end_line("node " + std::to_string(tag));
    }
    require_count("nodes", n, mesh.points.size() - before);
  }

  /// Of format 4.1: number of blocks and of items, then the smallest and the largest tag.
  std::array<std::size_t, 2> read_block_numbers()
  {
    words.next_line();
    const std::size_t blocks = words.count(), items = words.count();
    words.skip(2);
    words.end_line("the numbers of blocks and items");
    return {blocks, items};
  }

  /// A block ends where the section ends, or where a line has not as many words as it should.
  void require_in_block(const std::string &things, std::size_t announced, std::size_t found)
  {
    if (words.at_mark())
      words.fail("a block announces " + std::to_string(announced) + " " + things + ", " + std::to_string(found) +
                 " found");
  }

  void read_nodes_4()
  {
    const auto [n_blocks, n_nodes] = read_block_numbers();
    const std::size_t before       = mesh.points.size();
    std::size_t       blocks       = 0;
    for (; !words.at_mark(); ++blocks)
    {
      const int dimension = words.small_number();
      words.skip(1);
      const bool                parametric = words.small_number() != 0;
      std::vector<std::int64_t> tags(words.count());
      words.end_line("the start of a block of nodes; the block before has more lines than it announces");
      for (std::size_t i = 0; i < tags.size(); ++i)
      {
        require_in_block("nodes", tags.size(), i);
        tags[i] = words.whole();
        words.end_line("node " + std::to_string(tags[i]) + " of a block of " + std::to_string(tags.size()));
      }
      for (std::size_t i = 0; i < tags.size(); ++i)
      {
        require_in_block("nodes", tags.size(), i);
        add_point(tags[i], read_coordinates());
        words.skip(parametric ? dimension : 0);
        words.end_line("node " + std::to_string(tags[i]) + " of a block of " + std::to_string(tags.size()));
      }
    }
    require_count("blocks of nodes", n_blocks, blocks);
    require_count("nodes", n_nodes, mesh.points.size() - before);
  }

  /// Groups with a name of one dimension among these tags.
  std::vector<int> named_groups(int dimension, const std::vector<std::int64_t> &tags) const
  {
    std::vector<int> named;
    for (std::size_t g = 0; g < mesh.groups.size(); ++g)
      if (mesh.groups[g].dimension == dimension &&
          std::find(tags.begin(), tags.end(), mesh.groups[g].tag) != tags.end())
        named.push_back(static_cast<int>(g));
    return named;
  }

  void add_element(std::int64_t number, int type, const std::vector<std::int64_t> &group_tags)
  {
    const TypeInfo info = type_info(type);
    if (info.dimension < 0)
      words.fail(number_of(number) + " is of type " + std::to_string(type) + ", which is not of first order");
    MshFile::Element element{number, type, info.dimension, named_groups(info.dimension, group_tags), {}};
    for (int i = 0; i < info.n_nodes; ++i)
    {
      const auto point = point_index.find(words.whole());
      if (point == point_index.end())
        words.fail(number_of(number) + " has an unknown node");
      element.points.push_back(point->second);
    }
    words.end_line(number_of(number));
    insert(std::move(element));
  }

  /// Format 2.2 writes an element once for each of its groups: these are one.
  void insert(MshFile::Element element)
  {
    std::vector<int> nodes = element.points;
    std::sort(nodes.begin(), nodes.end());
    nodes.push_back(element.type);
    const auto [known, is_new] = element_index.emplace(std::move(nodes), mesh.elements.size());
    if (is_new)
      return mesh.elements.push_back(std::move(element));
    MshFile::Element &first = mesh.elements[known->second];
    for (const int group : element.groups)
    {
      if (first.is_in(group))
        words.fail("elements " + std::to_string(first.number) + " and " + std::to_string(element.number) +
                   " have the same nodes and the same group \"" + mesh.groups[static_cast<std::size_t>(group)].name +
                   "\": list each once");
      first.groups.push_back(group);
    }
    std::sort(first.groups.begin(), first.groups.end());
  }

  void read_elements_2()
  {
    words.next_line();
    const std::size_t n     = words.count();
    std::size_t       found = 0;
    for (; !words.at_mark(); ++found)
    {
      const std::int64_t        number = words.whole();
      const int                 type = words.small_number(), n_tags = words.small_number();
      std::vector<std::int64_t> groups;
      if (n_tags > 0)
        groups.push_back(std::abs(words.whole()));
      words.skip(n_tags - 1);
      add_element(number, type, groups);
    }
    require_count("elements", n, found);
  }

  void read_elements_4()
  {
    const auto [n_blocks, n_elements] = read_block_numbers();
    std::size_t blocks = 0, found = 0;
    for (; !words.at_mark(); ++blocks)
    {
      const int          dimension = words.small_number();
      const std::int64_t entity    = words.whole();
      const int          type      = words.small_number();
      const std::size_t  n         = words.count();
      words.end_line("the start of a block of elements; the block before has more elements than it announces");
      const auto groups = entity_groups.find({dimension, entity});
      for (std::size_t i = 0; i < n; ++i, ++found)
      {
        require_in_block("elements", n, i);
        const std::int64_t number = words.whole();
        add_element(number, type, groups == entity_groups.end() ? std::vector<std::int64_t>() : groups->second);
      }
    }
    require_count("blocks of elements", n_blocks, blocks);
    require_count("elements", n_elements, found);
  }

  MshWords                                                          words;
  MshFile                                                           mesh;
  bool                                                              version_4 = true, has_entities = false;
  std::map<std::pair<int, std::int64_t>, std::vector<std::int64_t>> entity_groups;
  std::unordered_map<std::int64_t, int>                             point_index;
  std::map<std::vector<int>, std::size_t>                           element_index; ///< by nodes and type
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
