#pragma once

#include <physics/base/json.h>
#include <tests/cases/program.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <map>
#include <sstream>

/// Runs of shipped cases and what they report.
namespace quench::test
{
/// Settings that make a RESET take a second or two: a wide interface on a coarse mesh and a short pulse. The physics
/// is all there; the numbers are not converged.
inline const std::vector<std::string> quick = {"--set", "phase field/interface width=4 nm",
                                               "--set", "mesh/coarse cell size=16 nm",
                                               "--set", "mesh/edge cell size=4 nm",
                                               "--set", "mesh/grading=0.5",
                                               "--set", "time step/front travel=0.5",
                                               "--set", "output/map spacing=5 nm",
                                               "--set", "program/pulses=3.7 V for 12 ns, rise 3 ns, fall 2 ns"};

inline std::vector<std::string> run_words(const std::string &case_file, const std::string &output,
                                          const std::vector<std::string> &more)
{
  std::vector<std::string> words = {quench_program(), "run", std::string(QUENCH_SOURCE_DIR) + "/cases/" + case_file,
                                    "--output", output};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// The results of a run folder by name.
inline std::map<std::string, double> results_of(const std::string &folder)
{
  const Json                    json = Json::read(folder + "/results.json");
  const JsonView                view(json, folder);
  std::map<std::string, double> results;
  for (std::size_t i = 0; i < view["results"].size(); ++i)
    results[view["results"][i]["name"].as_string()] = view["results"][i]["value"].as_double();
  return results;
}

/// The numbers of a CSV file, row by row; the header is the first line.
inline std::vector<std::vector<double>> numbers_of(const std::string &file)
{
  std::istringstream               text(read_file(file));
  std::string                      line, word;
  std::vector<std::vector<double>> rows;
  std::getline(text, line);
  while (std::getline(text, line))
  {
    rows.emplace_back();
    std::istringstream words(line);
    while (std::getline(words, word, ','))
      rows.back().push_back(std::stod(word));
  }
  return rows;
}
/// Largest relative difference of two tables, column by column, relative to the column's largest value.
inline double difference(const std::vector<std::vector<double>> &a, const std::vector<std::vector<double>> &b)
{
  BOOST_REQUIRE(!a.empty());
  BOOST_REQUIRE_EQUAL(a.size(), b.size());
  double largest = 0;
  for (std::size_t c = 0; c < a[0].size(); ++c)
  {
    double scale = 0, worst = 0;
    for (std::size_t r = 0; r < a.size(); ++r)
    {
      scale = std::max(scale, std::abs(a[r][c]));
      worst = std::max(worst, std::abs(a[r][c] - b[r][c]));
    }
    largest = std::max(largest, scale > 0 ? worst / scale : worst);
  }
  return largest;
}
} // namespace quench::test
