#include <postprocess/observe/field_names.h>

#include <algorithm>

namespace quench::observe
{
const FieldName *find_field(const std::string &name)
{
  const auto found =
      std::find_if(field_names.begin(), field_names.end(), [&](const FieldName &field) { return name == field.name; });
  return found == field_names.end() ? nullptr : &*found;
}
} // namespace quench::observe
