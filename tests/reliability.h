#pragma once

#include <physics/base/provenance.h>
#include <tests/written_record.h>

#include <boost/test/unit_test.hpp>

namespace quench::test
{
/// Record what a test measured for a requirement of docs/reliability.csv. `part` tells the parts of one requirement
/// apart; `measured` is the text of the table, numbers with units. `scripts/reliability` makes docs/reliability.md of
/// all records, BUILD/reliability/ID.PART.json.
inline void write_reliability(const std::string &id, const std::string &part, const std::string &measured, bool holds)
{
  const quench::Provenance now = make_provenance();
  write_record(
      "reliability", id + "." + part,
      measured_record(id, part, measured, holds).set("date", now.date.substr(0, 10)).set("commit", now.git_commit));
}

/// The same, and the test fails if the requirement is not met.
inline void record_reliability(const std::string &id, const std::string &part, const std::string &measured, bool holds)
{
  BOOST_TEST(holds, id << ", " << part << ": " << measured);
  write_reliability(id, part, measured, holds);
}
} // namespace quench::test
