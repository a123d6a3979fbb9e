#pragma once

#include <tests/written_record.h>

#include <boost/test/unit_test.hpp>

namespace quench::test
{
/// Record what a test measured for a statement of docs/features.csv. `part` tells the parts of one statement apart ("nu
/// at 300 K"); `measured` is the text of the table, numbers with units. The record goes to
/// QUENCH_BINARY_DIR/features/ID.PART.json; `scripts/features` makes docs/features.md of all records.
inline void write_feature(const std::string &id, const std::string &part, const std::string &measured, bool holds)
{
  write_record("features", id + "." + part, measured_record(id, part, measured, holds));
}

/// The same, and the test fails if the statement does not hold.
inline void record_feature(const std::string &id, const std::string &part, const std::string &measured, bool holds)
{
  BOOST_TEST(holds, id << ", " << part << ": " << measured);
  write_feature(id, part, measured, holds);
}

/// A statement that is known not to hold as worded: the text says what was measured and why. The test fails if it does
/// hold after all.
inline void record_miss(const std::string &id, const std::string &part, const std::string &measured, bool holds)
{
  BOOST_TEST(!holds, id << ", " << part << ", holds now; use record_feature: " << measured);
  write_feature(id, part, measured, holds);
}
} // namespace quench::test
