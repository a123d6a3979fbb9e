#include <postprocess/report/reference.h>

#include <physics/base/text.h>
#include <postprocess/report/assets.h>

#include <map>
#include <string_view>
#include <vector>

namespace quench::report
{
namespace
{
using Keys = std::map<std::string, KeyInfo>;

/// Cells of a row of a Markdown table; `\|` is a bar.
std::vector<std::string> cells_of(std::string_view line)
{
  std::vector<std::string> cells(1);
  for (std::size_t i = 1; i < line.size(); ++i)
    if (line.substr(i, 2) == "\\|")
      cells.back() += line[++i];
    else if (line[i] == '|')
      cells.emplace_back();
    else
      cells.back() += line[i];
  for (std::string &cell : cells)
  {
    cell = std::string(trimmed(cell));
    if (cell.size() > 1 && cell.front() == '`' && cell.back() == '`')
      cell = cell.substr(1, cell.size() - 2);
  }
  return cells;
}

/// Keys of the part of the page under the heading that starts so, by their path.
Keys read_keys(std::string_view heading)
{
  Keys        keys;
  std::string section;
  bool        is_inside = false;
  for (std::string_view rest = assets::keys; !rest.empty();)
  {
    const auto             end  = std::min(rest.find('\n'), rest.size() - 1);
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (line.starts_with("## "))
    {
      is_inside = line.starts_with(heading);
      section.clear();
    }
    else if (line.starts_with("### "))
      section = std::string(line.substr(4)) + "/";
    else if (is_inside && line.starts_with("| `"))
      if (const auto cells = cells_of(line); cells.size() > 5)
        keys[section + cells[0]] = {cells[3], cells[4], cells[5]};
  }
  return keys;
}

/// "materials/heater/heat/x" -> "materials/MATERIAL/heat/x"
std::string general(const std::string &path)
{
  const std::string prefix = "materials/";
  const auto        end    = path.find('/', prefix.size());
  return path.starts_with(prefix) && end != std::string::npos ? prefix + "MATERIAL" + path.substr(end) : path;
}
} // namespace

const KeyInfo *key_info(Stage stage, const std::string &path)
{
  static const Keys cell = read_keys("## Case of a cell"), array = read_keys("## Case of an array");
  const Keys       &keys  = stage == Stage::cell ? cell : array;
  const auto        found = keys.find(general(path));
  return found == keys.end() ? nullptr : &found->second;
}
} // namespace quench::report
