#pragma once

#include <tests/written_record.h>

namespace quench::test
{
/// A published measurement: its row in docs/validation.md, the range of values that was seen, and where.
struct Measurement
{
  std::string id, what, unit;
  double      lowest, highest; ///< equal where one number was published
  std::string source;
};

/// Record what was predicted without tuning beside what was measured: BUILD/validation/ID.json, of which
/// `scripts/validation` makes the table and the plot of docs/validation.md. `how` says what was computed.
inline void record_prediction(const Measurement &measured, double predicted, const std::string &how)
{
  write_record("validation", measured.id,
               Json::object()
                   .set("id", measured.id)
                   .set("what", measured.what)
                   .set("unit", measured.unit)
                   .set("lowest", measured.lowest)
                   .set("highest", measured.highest)
                   .set("source", measured.source)
                   .set("predicted", predicted)
                   .set("how", how));
}
} // namespace quench::test
