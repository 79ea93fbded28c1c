/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "scenario-output.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>
#include <unistd.h>

namespace ns3
{
namespace scenario
{

namespace fs = std::filesystem;

namespace
{

/// Names the files of a run, one per line; also marks a folder as results of ours.
const char* const LIST_FILE = ".tunnelsim-files";

/// Paths of all that is in a folder and is no folder, relative to it, in order.
std::set<std::string>
FilesIn(const fs::path& folder)
{
    std::set<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(folder, error))
    {
        if (entry.is_symlink(error) || !entry.is_directory(error))
        {
            names.insert(entry.path().lexically_relative(folder).string());
        }
    }
    return names;
}

std::string
WhatIsInTheWay(const fs::path& path)
{
    std::error_code error;
    if (!fs::exists(path, error))
    {
        return fs::is_symlink(path, error) ? path.string() + " is a link to nothing" : "";
    }
    if (!fs::is_directory(path, error))
    {
        return path.string() + " is not a folder";
    }
    if (!fs::exists(path / LIST_FILE, error) && !fs::is_empty(path, error))
    {
        return path.string() + " has files in it that are not results of a run";
    }
    // A new run replaces the folder: what somebody else put beside the results must not go.
    std::set<std::string> ours = {LIST_FILE};
    std::ifstream list(path / LIST_FILE);
    for (std::string name; std::getline(list, name);)
    {
        ours.insert(name);
    }
    for (const auto& name : FilesIn(path))
    {
        if (ours.count(name) == 0)
        {
            return path.string() + " has a file in it that no run wrote: " + name;
        }
    }
    return "";
}

} // namespace

ResultsFolder::ResultsFolder(std::string path)
    : m_path(fs::absolute(path).lexically_normal().string())
{
    // A link to a folder stays: the folder behind it is the one that is replaced.
    std::error_code error;
    const auto behind = fs::canonical(m_path, error);
    m_path = error ? m_path : behind.string();
    while (m_path.size() > 1 && m_path.back() == '/')
    {
        m_path.pop_back();
    }
}

ResultsFolder::~ResultsFolder()
{
    if (!m_temporary.empty())
    {
        std::error_code error;
        fs::remove_all(m_temporary, error);
    }
    for (auto parent = m_madeParents.rbegin(); parent != m_madeParents.rend(); ++parent)
    {
        std::error_code error;
        fs::remove(*parent, error); // not if something else is in it by now
    }
}

std::string
ResultsFolder::Prepare()
{
    auto inTheWay = WhatIsInTheWay(m_path);
    if (!inTheWay.empty())
    {
        return inTheWay;
    }
    std::error_code error;
    fs::path parent;
    for (const auto& part : fs::path(m_path).parent_path())
    {
        parent /= part;
        if (fs::create_directory(parent, error))
        {
            m_madeParents.push_back(parent.string());
        }
    }
    const auto temporary = m_path + ".unfinished-" + std::to_string(getpid());
    fs::remove_all(temporary, error);
    if (!fs::create_directories(temporary + "/pcaps", error))
    {
        return temporary + " cannot be made: " + error.message();
    }
    m_temporary = temporary;
    return "";
}

const std::string&
ResultsFolder::GetTemporary() const
{
    return m_temporary;
}

void
ResultsFolder::Write(const std::string& name, const std::string& text) const
{
    const auto path = fs::path(m_temporary) / name;
    fs::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file)
    {
        throw std::runtime_error(path.string() + " cannot be written: " + std::strerror(errno));
    }
}

void
ResultsFolder::Finish()
{
    // Somebody may have put something there in the meantime.
    const auto inTheWay = WhatIsInTheWay(m_path);
    if (!inTheWay.empty())
    {
        throw std::runtime_error(inTheWay);
    }
    if (fs::is_empty(fs::path(m_temporary) / "pcaps"))
    {
        fs::remove(fs::path(m_temporary) / "pcaps");
    }
    std::string list;
    for (const auto& name : FilesIn(m_temporary))
    {
        list += name + "\n";
    }
    Write(LIST_FILE, list);
    // The old results go away under a name of their own, so that no moment has half of them.
    const auto old = m_temporary + "-old";
    const bool replaces = fs::exists(m_path);
    if (replaces)
    {
        fs::rename(m_path, old);
    }
    fs::rename(m_temporary, m_path);
    m_temporary.clear();
    m_madeParents.clear();
    if (replaces)
    {
        fs::remove_all(old);
    }
}

} // namespace scenario
} // namespace ns3
