#include <postprocess/export/exporter.h>

/// Tables of the card. The name of a column ends in its unit.
namespace quench::exports
{
namespace
{
using Columns = std::vector<std::pair<std::string, std::vector<double>>>;

std::string csv(const Columns &columns)
{
  std::string text;
  for (std::size_t j = 0; j < columns.size(); ++j)
    text += (j ? "," : "") + columns[j].first;
  text += "\n";
  for (std::size_t i = 0; i < columns.front().second.size(); ++i)
    for (std::size_t j = 0; j < columns.size(); ++j)
      text += exact_number(columns[j].second[i]) + (j + 1 < columns.size() ? "," : "\n");
  return text;
}

/// A table over two axes as three columns.
Columns flat(const std::string &outer, const std::vector<double> &outer_values, const std::string &inner,
             const std::vector<double> &inner_values, const std::string &name,
             const std::vector<std::vector<double>> &table)
{
  Columns columns{{outer, {}}, {inner, {}}, {name, {}}};
  for (std::size_t i = 0; i < outer_values.size(); ++i)
    for (std::size_t j = 0; j < inner_values.size(); ++j)
    {
      columns[0].second.push_back(outer_values[i]);
      columns[1].second.push_back(inner_values[j]);
      columns[2].second.push_back(table[i][j]);
    }
  return columns;
}
} // namespace

std::vector<File> to_csv(const Card &card)
{
  std::vector<File> files{
      {"states.csv", csv({{"conductance_uS", card.g_uS},
                          {"nu_1", card.nu},
                          {"nu_std_1", card.nu_std},
                          {"programming_sigma_uS", card.sigma_uS},
                          {"read_noise_q_1", card.q},
                          {"read_sigma_1", card.read_sigma},
                          {"activation_meV", card.activation_meV}})},
      {"drift.csv",
       csv(flat("age_s", card.age_s, "conductance_at_t0_uS", card.g_uS, "conductance_uS", card.drifted_uS))},
      {"current.csv", csv(flat("voltage_V", card.v_V, "conductance_at_t0_uS", card.g_uS, "current_uA", card.i_uA))},
      {"card.json", card_json(card).dump()}};
  if (card.pulsed)
  {
    files.push_back({"set_steps.csv", csv({{"conductance_uS", card.pulsed->node_uS},
                                           {"step_uS", card.pulsed->up_uS},
                                           {"spread_uS", card.pulsed->spread_uS},
                                           {"reset_step_uS", card.pulsed->down_uS}})});
    files.push_back({"set_train.csv", csv({{"conductance_uS", card.pulsed->staircase_uS}})});
  }
  if (card.model.update.reset)
    files.push_back({"reset_curve.csv", csv({{"amplitude_V", card.model.update.reset->amplitude_V},
                                             {"conductance_uS", card.model.update.reset->conductance_uS}})});
  return files;
}
} // namespace quench::exports
