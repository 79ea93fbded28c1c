/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/command-arguments.h"

#include <cerrno>
#include <cstdlib>

namespace ns3
{

std::vector<std::string>
SplitCommand(const std::string& command)
{
    std::vector<std::string> words;
    std::string word;
    bool inWord = false;
    char quote = 0;
    for (size_t i = 0; i < command.size(); ++i)
    {
        const char c = command[i];
        if (quote != 0)
        {
            if (c == quote)
            {
                quote = 0;
            }
            else
            {
                word += c;
            }
        }
        else if (c == '"' || c == '\'')
        {
            quote = c;
            inWord = true;
        }
        else if (c == ' ' || c == '\t' || c == '\n')
        {
            if (inWord)
            {
                words.push_back(word);
            }
            word.clear();
            inWord = false;
        }
        else
        {
            if (c == '\\' && i + 1 < command.size())
            {
                ++i;
            }
            word += command[i];
            inWord = true;
        }
    }
    if (quote != 0)
    {
        throw CommandFailure{2, std::string("unexpected end of the command: no closing ") + quote};
    }
    if (inWord)
    {
        words.push_back(word);
    }
    return words;
}

CommandArguments::CommandArguments(std::vector<std::string> words)
    : m_words(std::move(words))
{
}

bool
CommandArguments::IsEmpty() const
{
    return m_next >= m_words.size();
}

std::string
CommandArguments::Peek() const
{
    return IsEmpty() ? "" : m_words[m_next];
}

std::string
CommandArguments::Take()
{
    if (IsEmpty())
    {
        throw CommandFailure{255, "Command line is not complete. Try option \"help\""};
    }
    return m_words[m_next++];
}

bool
CommandArguments::TakeIf(const std::string& keyword)
{
    if (IsEmpty() || !IsKeyword(Peek(), keyword))
    {
        return false;
    }
    ++m_next;
    return true;
}

void
CommandArguments::Warn(const std::string& text)
{
    m_warning += (m_warning.empty() ? "" : "\n") + text;
}

const std::string&
CommandArguments::GetWarning() const
{
    return m_warning;
}

bool
IsKeyword(const std::string& word, const std::string& keyword)
{
    return !word.empty() && keyword.compare(0, word.size(), word) == 0;
}

std::optional<uint64_t>
ParseCommandNumber(const std::string& word, uint64_t max, int base)
{
    if (word.empty() || word[0] == '-' || word[0] == '+' || word[0] == ' ')
    {
        return std::nullopt;
    }
    char* end = nullptr;
    errno = 0;
    const unsigned long long number = std::strtoull(word.c_str(), &end, base);
    if (*end != 0 || errno != 0 || number > max)
    {
        return std::nullopt;
    }
    return number;
}

uint64_t
TakeNumber(const std::string& word, uint64_t max, const std::string& complaint)
{
    auto number = ParseCommandNumber(word, max);
    if (!number)
    {
        FailArgument(complaint, word);
    }
    return *number;
}

namespace
{

/** iproute2 fills a short dotted address with zeros on the right. */
std::optional<IpAddress>
ParseAddress(const std::string& word)
{
    if (auto address = IpAddress::Parse(word))
    {
        return address;
    }
    uint8_t bytes[4] = {};
    size_t at = 0;
    for (size_t i = 0; i < 4; ++i)
    {
        size_t dot = word.find('.', at);
        auto number = ParseCommandNumber(word.substr(at, dot - at), 255);
        if (!number)
        {
            return std::nullopt;
        }
        bytes[i] = static_cast<uint8_t>(*number);
        if (dot == std::string::npos)
        {
            return IpAddress::FromBytes(IpAddress::IPV4, bytes);
        }
        at = dot + 1;
    }
    return std::nullopt;
}

const char*
FamilyName(IpAddress::Family family)
{
    return family == IpAddress::IPV4 ? "inet" : family == IpAddress::IPV6 ? "inet6" : "any valid";
}

} // namespace

IpAddress
TakeAddress(const std::string& word, IpAddress::Family family)
{
    if (word == "any" || word == "default" || word == "all")
    {
        return IpAddress::Any(family);
    }
    auto address = ParseAddress(word);
    if (!address || (family != IpAddress::NONE && address->GetFamily() != family))
    {
        throw CommandFailure{1,
                             std::string("Error: ") + FamilyName(family) +
                                 " address is expected rather than \"" + word + "\"."};
    }
    return *address;
}

CommandPrefix
TakePrefix(const std::string& word, IpAddress::Family family)
{
    CommandPrefix prefix;
    if (word == "default" || word == "any" || word == "all")
    {
        prefix.address = IpAddress::Any(family);
        return prefix;
    }
    const size_t slash = word.find('/');
    auto address = ParseAddress(word.substr(0, slash));
    std::optional<uint64_t> length;
    if (address && (family == IpAddress::NONE || address->GetFamily() == family))
    {
        const uint64_t bits = address->IsIpv4() ? 32 : 128;
        length =
            slash == std::string::npos ? bits : ParseCommandNumber(word.substr(slash + 1), bits);
    }
    if (!length)
    {
        throw CommandFailure{1,
                             std::string("Error: ") + FamilyName(family) +
                                 " prefix is expected rather than \"" + word + "\"."};
    }
    prefix.address = *address;
    prefix.length = static_cast<uint8_t>(*length);
    return prefix;
}

void
FailArgument(const std::string& why, const std::string& word)
{
    throw CommandFailure{255, "Error: argument \"" + word + "\" is wrong: " + why};
}

void
FailDuplicate(const std::string& keyword, const std::string& word)
{
    throw CommandFailure{255,
                         "Error: either \"" + keyword + "\" is duplicate, or \"" + word +
                             "\" is a garbage."};
}

void
FailDevice(const std::string& name, int status)
{
    throw CommandFailure{status, "Cannot find device \"" + name + "\""};
}

void
FailNetlink(const std::string& text, int status)
{
    throw CommandFailure{status, "RTNETLINK answers: " + text};
}

void
FailKernel(const std::string& text, int status)
{
    throw CommandFailure{status, "Error: " + text};
}

void
FailUnsupported(const std::string& what)
{
    throw CommandFailure{95, "Error: " + what + " is not supported by this model."};
}

} // namespace ns3
