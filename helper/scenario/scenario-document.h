/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef SCENARIO_DOCUMENT_H
#define SCENARIO_DOCUMENT_H

#include "ns3/scenario-problem.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace ns3
{
namespace scenario
{

/**
 * Reads JSON with `//` and block comments.
 *
 * @param [in]     text     the document
 * @param [in,out] problems a syntax error with line and column, or every key that stands twice in
 *                          one object
 * @return the document, or nothing after a syntax error
 */
std::optional<nlohmann::ordered_json> ParseDocument(const std::string& text, Problems& problems);

/**
 * Changes one value of a document: `--set path=value`.
 *
 * The path is a JSON pointer ("/underlay/links/0/rate") or has dots ("underlay.links.0.rate");
 * items of an array go by index or by the `name` that they have ("traffic.tcp1.rate"). Keys that
 * are missing are added, for the check of the document to judge. The value is JSON, or else text.
 *
 * @param [in,out] document the document
 * @param [in]     setting  path=value
 * @param [in,out] problems what is wrong with the path, with the nearest name
 */
void ApplySetting(nlohmann::ordered_json& document, const std::string& setting, Problems& problems);

} // namespace scenario
} // namespace ns3

#endif /* SCENARIO_DOCUMENT_H */
