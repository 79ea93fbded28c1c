/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_OUTPUT_H
#define SCENARIO_OUTPUT_H

#include "ns3/scenario-loader.h"
#include "ns3/scenario-results.h"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace ns3
{
namespace scenario
{

/**
 * The folder of a run's results.
 *
 * Everything is written into a folder with a temporary name beside it, which gets its real name
 * when all is there: a run that is killed leaves nothing that looks whole. Results of an earlier
 * run are replaced; a folder with anything else in it is not touched.
 */
class ResultsFolder
{
  public:
    /// @param [in] path where the results shall be
    explicit ResultsFolder(std::string path);
    /// Removes what was not finished.
    ~ResultsFolder();
    ResultsFolder(const ResultsFolder&) = delete;
    ResultsFolder& operator=(const ResultsFolder&) = delete;

    /**
     * Makes the temporary folder with its `pcaps`, unless results cannot be put at the path.
     *
     * @return what is in the way; empty: nothing
     */
    std::string Prepare();

    /// @return the temporary folder
    const std::string& GetTemporary() const;

    /**
     * Writes a file.
     *
     * @param [in] name path inside the folder
     * @param [in] text content
     * @throws std::runtime_error when it cannot be written
     */
    void Write(const std::string& name, const std::string& text) const;

    /**
     * Gives the folder its name.
     *
     * @throws std::runtime_error when that is not possible
     */
    void Finish();

  private:
    std::string m_path;                     //!< real name
    std::string m_temporary;                //!< temporary name; empty: none
    std::vector<std::string> m_madeParents; //!< folders above it that were not there
};

/**
 * @param [in] scenario     what was run
 * @param [in] seed         seed that was used
 * @param [in] results      what was found
 * @param [in] expectations how the expectations turned out
 * @return results.json
 */
nlohmann::ordered_json ResultsToJson(const LoadedScenario& scenario,
                                     uint32_t seed,
                                     const RunResults& results,
                                     const std::vector<ExpectationResult>& expectations);

/**
 * Writes results.json, flows.csv, links.csv, devices.csv and the forwarding databases.
 *
 * @param [in] folder   where
 * @param [in] document results.json
 * @param [in] results  what was found
 */
void WriteResults(const ResultsFolder& folder,
                  const nlohmann::ordered_json& document,
                  const RunResults& results);

/**
 * @param [in] scenario what was expected
 * @param [in] results  what was found
 * @param [in] document results.json, without expectations
 * @return one result per expected value
 */
std::vector<ExpectationResult> CheckExpectations(const LoadedScenario& scenario,
                                                 const RunResults& results,
                                                 const nlohmann::ordered_json& document);

/**
 * @param [in] value a number in a metric's unit
 * @param [in] unit  unit of the metric: "", "bit/s", "s" or "B"
 * @return how people read it, such as "941 Mbps"
 */
std::string HumanText(double value, const std::string& unit);

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_OUTPUT_H */
